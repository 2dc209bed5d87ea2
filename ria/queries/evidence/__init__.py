"""Queries: the evidence bank and files."""
