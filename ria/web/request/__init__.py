"""The context of a request: the person, their access, the database session, and the log."""
