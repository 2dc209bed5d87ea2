"""Pages: committees, their meetings and ratification."""
