"""The database: engines, the store that carries them, and migrations."""
