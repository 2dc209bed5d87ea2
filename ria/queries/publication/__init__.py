"""Queries: publications, as the public reads them."""
