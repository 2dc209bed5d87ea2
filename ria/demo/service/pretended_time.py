"""The demonstration's time: a file with an instant that keeps running, and can be moved forward.

Writing another instant into the file moves the time, which runs on from there. It never falls
behind the machine's own clock.
"""

from __future__ import annotations

import fcntl
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ria.clock import FileClock
from ria.settings import SettingsError

_SPAN = re.compile(r"([0-9]{1,5})([dw])")


def parse_span(text: str) -> timedelta:
    """`90d` or `12w`. Raises `SettingsError` for anything else."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise SettingsError(f"--advance: {text!r} is no span of time, such as 90d or 12w")
    number = int(found[1])
    return timedelta(days=number if found[2] == "d" else 7 * number)


class PretendedTime:
    """The file, and how its time keeps running."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = time.monotonic()

    def begin(self) -> None:
        """Continue from the time in the file, or a later now. ValueError for a broken file."""
        with self._locked():
            self._write(max(self._read(), datetime.now(UTC)))
        self._seen = time.monotonic()

    def run_on(self) -> None:
        """Add the time since the last call. An unreadable file is written again."""
        passed = time.monotonic() - self._seen
        self._seen += passed
        with self._locked():
            try:
                at = self._read() + timedelta(seconds=passed)
            except ValueError:
                at = datetime.now(UTC)
            self._write(at)

    def advance(self, span: timedelta) -> datetime:
        """Move the time forward and return the new instant. `SettingsError` beyond year 9999."""
        with self._locked():
            try:
                at = self._read() + span
            except OverflowError:
                raise SettingsError("--advance: time ends in the year 9999") from None
            self._write(at)
            return at

    def _read(self) -> datetime:
        return FileClock(self.path).now()

    def _write(self, at: datetime) -> None:
        partial = self.path.with_suffix(".partial")
        partial.write_text(at.isoformat(timespec="microseconds"), encoding="ascii")
        partial.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
