"""`ria diagram`: the process, drawn from its table."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--into", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put it between the markers of this file, such as README.md.",
)  # fmt: skip
def diagram(into: Path | None) -> None:
    """Draw the process as a Mermaid diagram."""
    from workflows.diagram import embedded, mermaid

    if into is None:
        click.echo(mermaid(), nl=False)
        return
    into.write_text(embedded(into.read_text(encoding="utf-8")), encoding="utf-8")
