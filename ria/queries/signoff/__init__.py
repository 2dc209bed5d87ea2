"""Queries: signatures and conditions."""
