"""Commands: the evidence bank and files."""
