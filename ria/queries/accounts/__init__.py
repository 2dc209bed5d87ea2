"""Queries: accounts, passwords, absence and leaving."""
