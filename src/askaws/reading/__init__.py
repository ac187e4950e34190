"""Reading notes: Markdown files in, sections and chunks with exact lines out."""
