"""Pages: what the public reads."""
