"""`ria search`: rebuild the search indexes."""

from __future__ import annotations

import click

from ria.cli.kit.opening import opened


@click.group()
def search() -> None:
    """Maintain the search indexes, which are derived from the records."""


@search.command()
def rebuild() -> None:
    """Rebuild every search index from the records."""
    from ria.services.kit.search import rebuild_search

    with opened() as store:
        for index, count in rebuild_search(store).items():
            click.echo(f"{index}: {count:,} records.")
