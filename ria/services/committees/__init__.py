"""Commands: committees, their meetings and ratification."""
