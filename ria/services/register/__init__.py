"""Commands: the register of policies."""
