"""The progress of long work: a bar on a terminal, nothing otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(work: str) -> Iterator[Callable[[float], None]]:
    """Yield a function to be called with the share done, from 0 to 1.

    The bar goes to standard error and disappears at the end: standard output holds only the result.
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
