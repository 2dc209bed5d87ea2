"""Hand-written forms: the evidence bank and files."""
