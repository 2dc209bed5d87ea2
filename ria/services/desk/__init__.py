"""Commands: what waits for somebody: the desk and My work."""
