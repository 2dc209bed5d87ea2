"""Tables: the days on which committees meet."""
