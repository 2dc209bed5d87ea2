"""`ria serve`: the web application under granian."""

from __future__ import annotations

import socket

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.plain import Line
from ria.cli.kit.surroundings import surroundings

THREADS = 8
"""The fewest threads of a process: with fewer, a few slow uploads would block everybody."""
KILL_AFTER = 10


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=8000, show_default=True, envvar="RIA_PORT", type=click.IntRange(1, 65535)
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(THREADS, 256))
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the web application."""
    from ria.demo.organisation.accounts import refuse_in_production
    from ria.services.assessment.set_check import check_sets_in_use

    with opened() as store:
        check_sets_in_use(store)
        refuse_in_production(store)
    refuse_taken_port(host, port)
    surroundings().pass_on()
    _run(host, port, workers, threads)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `Line` if this port is already in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Line(f"port {port} on {host} cannot be used: {error.strerror}") from None


def _run(host: str, port: int, workers: int, threads: int) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    import ria.web.app  # noqa: F401  (once here, before the processes fork)

    Server(
        "ria.web.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        websockets=False,
    ).serve()
