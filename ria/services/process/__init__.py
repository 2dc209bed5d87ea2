"""Commands: the process: actions, facts, decisions."""
