"""What can be asked of the database. Nothing here writes or commits."""
