"""Hand-written forms: the register of policies."""
