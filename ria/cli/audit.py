"""`ria audit`: verify, checkpoint and export the history."""

from __future__ import annotations

from pathlib import Path

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.progress import progress


@click.group()
def audit() -> None:
    """Verify, checkpoint and export the history."""


@audit.command()
@click.option(
    "--checkpoint", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `ria audit checkpoint` wrote, kept away from the database.",
)  # fmt: skip
def verify(file: Path | None) -> None:
    """Check the whole history. Exit code 1 and one line for each fault."""
    from ria.history.checkpoint import behind
    from ria.history.verify import verify as run

    with opened() as store, store.read_session() as session:
        with progress("Reading the history") as show:
            verdict = run(session, show)
        faults = [str(fault) for fault in verdict.faults]
        line = file.read_text(encoding="utf-8") if file else ""
        if file:
            faults += behind(session, store.settings.secret, line)
        anchored = _anchored(line)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{verdict.events} events and {verdict.rows} rows read, {len(faults)} faults found.")
    loose = verdict.events - anchored
    click.echo(
        f"{loose} of these events came after the checkpoint and are unanchored."
        if file
        else f"All {loose} are unanchored: without a checkpoint, events cut off the end go unseen."
    )
    if faults:
        raise click.exceptions.Exit(1)


@audit.command()
def checkpoint() -> None:
    """Write the signed end of every chain to standard output. Keep it elsewhere."""
    from ria.history.checkpoint import checkpoint as run

    with opened() as store, store.read_session() as session:
        click.echo(run(session, store.settings.secret, store.clock.now()))


@audit.command()
def export() -> None:
    """Write the whole history to standard output, one event on each line, as JSON."""
    from ria.history.export import exported

    with opened() as store, store.read_session() as session:
        for line in exported(session):
            click.echo(line)


def _anchored(line: str) -> int:
    """The number of events that the checkpoint, already verified, covers."""
    import json

    return sum(seq for seq, _ in json.loads(line)["heads"].values()) if line else 0
