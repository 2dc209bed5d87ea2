"""Tables: the register of policies."""
