"""Whether the tick and the delivery are running, by a worker or by cron."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from ria.clock import SystemClock
from ria.models import Heartbeat, Run

LATE_AFTER = timedelta(minutes=5)
"""After longer without a successful run something is wrong: both run at least once a minute."""


@dataclass(frozen=True)
class Pulse:
    """How long ago each run last succeeded; None for one that never did."""

    since: dict[Run, timedelta | None]

    @property
    def late(self) -> list[Run]:
        """The runs that have stopped."""
        return [run for run, ago in self.since.items() if ago is None or ago > LATE_AFTER]


def pulse(session: Session) -> Pulse:
    """The heartbeats, measured by the machine's clock: setting the demonstration's day ahead does
    not make a worker look stopped.
    """
    now = SystemClock().now()
    beats = {row.name: row.at for row in session.exec(select(Heartbeat))}
    ago = {run: now - beats[run] if run in beats else None for run in Run}
    return Pulse(ago)
