"""Queries: committees, their meetings and ratification."""
