"""Tables: the evidence bank and files."""
