"""Pages: signatures and conditions."""
