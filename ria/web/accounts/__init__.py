"""Pages: accounts, passwords, absence and offboarding."""
