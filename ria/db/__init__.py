"""The database: engines, the store that holds them, and migrations."""
