"""Hand-written forms: the process: actions, facts, decisions."""
