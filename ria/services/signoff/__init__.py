"""Commands: signatures and conditions."""
