"""The index: one SQLite file and one FAISS file a generation, published atomically."""
