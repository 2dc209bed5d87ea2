"""Hand-written forms: signatures and conditions."""
