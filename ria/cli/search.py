"""`ria search`: the search indexes."""

from __future__ import annotations

import click

from ria.cli.kit.opening import opened


@click.group()
def search() -> None:
    """The search indexes, which follow the records."""


@search.command()
def rebuild() -> None:
    """Make every search index anew from the records."""
    from ria.services.kit.search import rebuild_search

    with opened() as store:
        for index, count in rebuild_search(store).items():
            click.echo(f"{index}: {count:,} records.")
