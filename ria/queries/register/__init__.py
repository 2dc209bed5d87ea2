"""Queries: the register of policies."""
