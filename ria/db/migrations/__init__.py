"""Migrations, oldest first; `ria.db.migrate` runs them."""
