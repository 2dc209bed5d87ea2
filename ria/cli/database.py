"""`ria db`: the schema, up and down."""

from __future__ import annotations

import click

from ria.cli.kit.surroundings import surroundings


@click.group()
def db() -> None:
    """The database's schema."""


@db.command()
def upgrade() -> None:
    """Upgrade the database to this version's schema, creating it if there is none."""
    from ria.db.engine import open_engine
    from ria.db.migrate import newest
    from ria.db.migrate import upgrade as run

    settings = surroundings().settings
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    try:
        run(engine)
    finally:
        engine.dispose()
    click.echo(f"The database has schema {newest()}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="Tables of newer revisions are dropped with their data. Go on?")
def downgrade(revision: str) -> None:
    """Downgrade the schema to REVISION (`base`: remove everything)."""
    from ria.cli.kit.opening import there_is_a_database
    from ria.db.engine import open_engine
    from ria.db.migrate import downgrade as run

    settings = surroundings().settings
    there_is_a_database(settings)
    engine = open_engine(settings.database)
    try:
        run(engine, revision)
    finally:
        engine.dispose()
    click.echo(f"The database has schema {revision}.")
