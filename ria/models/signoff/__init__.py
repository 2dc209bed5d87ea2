"""Tables: signatures and conditions."""
