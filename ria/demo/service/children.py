"""The demonstration's processes: starting, watching, restarting, and leaving none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ria.processes import die_with_parent

PATIENCE = 8.0
"""Seconds that a process is given to end by itself."""
SHORTEST_LIFE = 5.0
"""A process that ends sooner than this is not restarted."""


class ChildError(Exception):
    """A process could not be kept running. The message names it and its log."""


@dataclass(frozen=True)
class Recipe:
    """How to start a process. It receives `orphaned_by` if the demonstration is killed."""

    name: str
    arguments: Sequence[str]
    pass_fds: Sequence[int] = ()
    orphaned_by: int = signal.SIGTERM


class Child:
    """One process in a session of its own, so that Ctrl-C reaches it only through its parent."""

    def __init__(self, recipe: Recipe, environment: Mapping[str, str], logs: Path) -> None:
        self.recipe = recipe
        self._environment = environment
        self._log = logs / f"{recipe.name}.log"
        self.start()

    def start(self) -> None:
        """Start it, appending to its log."""
        self._started = time.monotonic()
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own arguments)
                self.recipe.arguments,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.recipe.pass_fds,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, self.recipe.orphaned_by),  # noqa: PLW1509
            )

    def keep_running(self) -> None:
        """Start it again if it has ended. Raises `ChildError` if it ends again and again."""
        if self.process.poll() is None:
            return
        if time.monotonic() - self._started < SHORTEST_LIFE:
            raise ChildError(f"{self.recipe.name} ended: {self._last_words()}")
        self._end_group()
        self.start()

    def stop(self, until: float) -> None:
        """Wait for its end, then kill it and everything it started."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self._end_group()
        self.process.wait()

    def _end_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'without a word'} (see {self._log})"


class Children:
    """All the processes. Use as a context manager: none is left running afterwards."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self._environment = environment
        self._logs = logs
        self._children: list[Child] = []
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children):
            with suppress(ProcessLookupError):
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        for child in reversed(self._children):
            child.stop(until)

    def start(self, recipe: Recipe) -> None:
        """Start another process."""
        self._children.append(Child(recipe, self._environment, self._logs))

    def keep_running(self) -> None:
        """Restart the processes that have ended. Raises `ChildError`."""
        for child in self._children:
            child.keep_running()


def python(
    name: str, *arguments: str, pass_fds: Sequence[int] = (), orphaned_by: int = signal.SIGTERM
) -> Recipe:
    """The recipe of a process in this Python."""
    return Recipe(name, [sys.executable, *arguments], pass_fds, orphaned_by)
