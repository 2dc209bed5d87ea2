"""Pages: accounts, passwords, absence and leaving."""
