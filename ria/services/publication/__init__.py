"""Commands: publication."""
