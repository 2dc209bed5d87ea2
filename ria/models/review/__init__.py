"""Tables: reviews and amendments."""
