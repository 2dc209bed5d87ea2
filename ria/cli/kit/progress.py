"""How far long work has come: a bar on a terminal, nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(work: str) -> Iterator[Callable[[float], None]]:
    """Give a function that is told the share done, from 0 to 1.

    The bar goes to standard error, and away at the end: standard output holds the result alone.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(work, total=1.0)

        def show(share: float) -> None:
            bar.update(task, completed=share)

        yield show
