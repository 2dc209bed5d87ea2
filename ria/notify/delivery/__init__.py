"""Delivery from the outbox to the mail server, and the outcome of each mail."""
