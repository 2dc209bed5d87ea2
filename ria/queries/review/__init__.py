"""Queries: reviews and amendments."""
