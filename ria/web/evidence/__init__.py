"""Pages: the evidence bank and files."""
