"""Answers: parsing, storing, displaying, comparing and rating them."""
