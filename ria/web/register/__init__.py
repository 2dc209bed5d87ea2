"""Pages: the register of policies."""
