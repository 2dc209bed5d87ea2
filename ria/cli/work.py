"""`ria worker`: Celery with the right arguments."""

from __future__ import annotations

import os
import sys

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.plain import Line
from ria.cli.kit.surroundings import surroundings
from ria.processes import WORKER


@click.command()
@click.option("--beat", is_flag=True, help="Beat the clock as well. Several beats do no harm.")
@click.option("--concurrency", default=1, show_default=True, type=click.IntRange(1, 16))
def worker(beat: bool, concurrency: int) -> None:
    """Remind and deliver until it is stopped."""
    with opened() as store:
        surroundings().require_server("RIA_REDIS_URL")
        if not store.settings.redis_url:
            raise Line("RIA_REDIS_URL is not set: the worker needs a Redis")
    arguments = [*WORKER, "--concurrency", str(concurrency), *(["--beat"] if beat else [])]
    surroundings().pass_on()
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606  (our own arguments)
