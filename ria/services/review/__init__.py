"""Commands: reviews and amendments."""
