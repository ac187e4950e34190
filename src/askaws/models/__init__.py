"""Models: which there are, where they lie, and how each one is run."""
