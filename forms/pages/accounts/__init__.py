"""Hand-written forms: accounts, passwords, absence and leaving."""
