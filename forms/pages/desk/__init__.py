"""Hand-written forms: what waits for somebody: the desk and My work."""
