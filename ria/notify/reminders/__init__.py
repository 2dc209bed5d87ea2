"""From what is due to who is reminded of it."""
