"""`ria schedule`: rebuild the schedule of what is due."""

from __future__ import annotations

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.plain import Line, PlainGroup


@click.group(cls=PlainGroup)
def schedule() -> None:
    """Maintain the schedule of what is due."""


@schedule.command()
def rebuild() -> None:
    """Rebuild the schedule from the history, and print the differences."""
    from ria.services.deadlines.rebuild import rebuild_schedule
    from ria.services.kit.errors import Unmet

    with opened() as store:
        try:
            found = rebuild_schedule(store)
        except Unmet as refusal:
            raise Line(str(refusal)) from None
    for one in found:
        edition = f" edition {one.edition}" if one.edition else ""
        click.echo(
            f"{one.reference}{edition}: {one.kind} was {one.was or 'not due'}, "
            f"is {one.now or 'not due'}"
        )
    click.echo(f"{len(found)} differences." if len(found) != 1 else "1 difference.")
