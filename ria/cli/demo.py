"""`ria demo`: see `ria.demo.service.run`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ria.cli.kit.plain import Line
from ria.cli.kit.progress import progress
from ria.cli.kit.surroundings import DEMO_DIR
from ria.cli.serve import refuse_taken_port


@click.command()
@click.option(
    "--port", default=8000, show_default=True, envvar="RIA_PORT", type=click.IntRange(1, 65535)
)
@click.option(
    "--data-dir", default=DEMO_DIR, show_default=True, envvar="RIA_DATA_DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Where everything is kept.",
)  # fmt: skip
@click.option("--advance", metavar="SPAN", help="Move the pretended time forward: 90d, 12w.")
def demo(port: int, data_dir: Path, advance: str | None) -> None:
    """Run everything with demo data, on this machine alone, until Ctrl-C.

    A second start continues with the same data. With --advance on a running demonstration only its
    time moves.
    """
    if os.environ.get("RIA_ENV") == "production":
        raise Line("RIA_ENV is production: the demonstration has accounts that anybody knows")
    from ria.demo.service.run import is_running, run

    data_dir = data_dir.resolve()
    if advance is not None:
        _advance(data_dir, advance)
        if is_running(data_dir):
            return
    if not is_running(data_dir):
        refuse_taken_port("127.0.0.1", port)
    run(port, data_dir, say=click.echo, progress=progress)


def _advance(data_dir: Path, span: str) -> None:
    from ria.clock import bank_holidays, london_date
    from ria.demo.service.pretended_time import PretendedTime, parse_span
    from ria.demo.service.run import fake_now_file
    from workflows.ladder import is_working_day

    data_dir.mkdir(parents=True, exist_ok=True)
    now = PretendedTime(fake_now_file(data_dir)).advance(parse_span(span))
    today = london_date(now)
    goes_out = is_working_day(today, bank_holidays())
    then = "go out within a minute" if goes_out else "wait for the next working day"
    click.echo(f"It is now {today:%A %d %B %Y}. Reminders {then}.")
