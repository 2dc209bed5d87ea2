"""Pages: the process: actions, facts, decisions."""
