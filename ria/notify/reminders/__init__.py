"""From what is due to who is told of it."""
