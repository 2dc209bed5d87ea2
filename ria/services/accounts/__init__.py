"""Commands: accounts, passwords, absence and leaving."""
