"""Whether somebody ticks and delivers: a worker, or cron."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from ria.clock import SystemClock
from ria.models import Heartbeat, Run

LATE_AFTER = timedelta(minutes=5)
"""Without a run for longer than this, something is wrong: both run once a minute or more often."""


@dataclass(frozen=True)
class Pulse:
    """How long ago each run last went through; None for one that never did."""

    since: dict[Run, timedelta | None]

    @property
    def late(self) -> list[Run]:
        """The runs that nobody makes."""
        return [run for run, ago in self.since.items() if ago is None or ago > LATE_AFTER]


def pulse(session: Session) -> Pulse:
    """The heartbeats, against the machine's clock: a pretended time that is moved ahead stops no
    worker."""
    now = SystemClock().now()
    beats = {row.name: row.at for row in session.exec(select(Heartbeat))}
    ago = {run: now - beats[run] if run in beats else None for run in Run}
    return Pulse(ago)
