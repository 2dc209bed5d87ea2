"""Deliver what is in the outbox. It may be killed at any point: no mail is lost, and at most one is
sent twice.

No transaction is open while the network is used. Each mail is begun, sent and marked on its own. A
process that dies between the server's "250" and the mark leaves a mail that is sent once more, with
the same Message-ID, when its lease has expired.
"""

from __future__ import annotations

import os
import random
import socket
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from ria.clock import Clock, SystemClock
from ria.db.store import Store
from ria.notify.delivery import outcomes, queue
from ria.notify.delivery.mime_message import AddressError
from ria.notify.delivery.prepare import NotNeeded, Ready, prepare
from ria.notify.delivery.smtp import (
    Delayed,
    Incident,
    SmtpConnection,
    SmtpError,
    Unreachable,
    parse_smtp_url,
)

RUN_SECONDS = 45.0
FIRST_WAIT = timedelta(seconds=60)
MOST_ATTEMPTS = 150
"""With waits of up to an hour: about six days."""
MOST_RENDERINGS = 5
"""A mail that cannot be rendered in this many attempts becomes an incident."""
MOST_DROPS = 2
"""The run ends when the server hangs up during this many mails in a row."""

_jitter = random.SystemRandom()


@dataclass
class Delivery:
    """The counts of one run."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    not_needed: int = 0
    handed_back: int = 0
    trouble: str = ""


def deliver(store: Store, clock: Clock | None = None, seconds: float = RUN_SECONDS) -> Delivery:
    """Send the waiting mails for at most `seconds`, then hand the rest back. Any number may run at
    once.

    `clock` measures leases and waits; it is the machine's clock, even if the store's clock is set
    to another day. Raises `SettingsError` for a bad `RIA_SMTP_URL`.
    """
    if store.settings.mail_mode == "hold":
        return Delivery()
    server = parse_smtp_url(store.settings.smtp_url)
    with SmtpConnection(server) as smtp:
        run = _Run(store, smtp, clock or SystemClock(), time.monotonic() + seconds)
        run.go()
    return run.done


class _Run:
    def __init__(self, store: Store, smtp: SmtpConnection, clock: Clock, until: float) -> None:
        self.store = store
        self.smtp = smtp
        self.clock = clock
        self.until = until
        self.by = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.done = Delivery()
        self.drops = 0
        self.claimed: list[int] = []

    def go(self) -> None:
        try:
            while self._has_time() and self._claim():
                while self.claimed and self._has_time():
                    self.smtp.connect()
                    self._one(self.claimed.pop(0))
        except Unreachable as trouble:
            self._say(str(trouble))
        finally:
            # A mail that was begun keeps its lease: if marking it failed, it must not be sent again
            # at once.
            self.done.handed_back = len(self.claimed)
            queue.hand_back(self.store, self.by, self.claimed)

    def _say(self, trouble: str) -> None:
        """Record the trouble where people see it: on the oldest mail, counting no attempt."""
        self.done.trouble = trouble
        if self.claimed:
            queue.delay(self.store, self.claimed[0], self.clock.now(), trouble)

    def _has_time(self) -> bool:
        return time.monotonic() < self.until

    def _claim(self) -> bool:
        self.claimed = queue.claim(self.store, self.by, self.clock.now())
        return bool(self.claimed)

    def _one(self, message_id: int) -> None:
        begun = self.clock.now()
        attempt = queue.begin(self.store, self.by, message_id, begun)
        if attempt is None:
            return
        prepared = self._prepared(message_id, attempt)
        if isinstance(prepared, NotNeeded):
            outcomes.not_needed(self.store, message_id, prepared)
            self.done.not_needed += 1
        elif prepared is not None and self._is_mine(message_id, begun):
            self._send(message_id, attempt, prepared)

    def _is_mine(self, message_id: int, begun: datetime) -> bool:
        """Whether this run still holds the mail. If rendering took long on a busy machine, the
        lease may have expired, so it is renewed.
        """
        now = self.clock.now()
        if now - begun < queue.LEASE / 4:
            return True
        return queue.renew(self.store, self.by, message_id, now)

    def _prepared(self, message_id: int, attempt: int) -> Ready | NotNeeded | None:
        try:
            return prepare(self.store, message_id)
        except SQLAlchemyError:
            raise  # a fault of the database, not of this mail
        except AddressError as error:
            self._refused(message_id, Incident(str(error), of_address=True), None)
        except Exception as error:  # other mails must still go out
            note = f"it cannot be written: {type(error).__name__}"
            if attempt >= MOST_RENDERINGS:
                outcomes.unwritten(self.store, message_id, note)
                self.done.failed += 1
            else:
                self._later(message_id, attempt, note)
        return None

    def _send(self, message_id: int, attempt: int, ready: Ready) -> None:
        try:
            self.smtp.send(ready.mime_message, self.store.settings.mail_from, ready.to)
        except Incident as refusal:
            self._refused(message_id, refusal, ready.to)
        except Delayed as refusal:
            if attempt >= MOST_ATTEMPTS:
                self._refused(message_id, refusal, ready.to)
            else:
                self._later(message_id, attempt, str(refusal))
            self._dropped(refusal)
        else:
            outcomes.sent(self.store, message_id, ready.to)
            self.done.sent += 1
            self.drops = 0

    def _dropped(self, refusal: SmtpError) -> None:
        """End the run if the server hangs up during several mails in a row."""
        self.drops = 0 if self.smtp.is_connected else self.drops + 1
        if self.drops >= MOST_DROPS:
            raise Unreachable(str(refusal))

    def _refused(self, message_id: int, refusal: SmtpError, to: str | None) -> None:
        outcomes.refused(self.store, message_id, str(refusal), to, refusal.of_address)
        self.done.failed += 1

    def _later(self, message_id: int, attempt: int, note: str) -> None:
        queue.delay(self.store, message_id, self.clock.now() + wait_after(attempt), note)
        self.done.delayed += 1


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the nth attempt: doubling, capped, and with a random part so that
    mails do not all retry at once.
    """
    longest = min(FIRST_WAIT * (1 << min(attempt - 1, 10)), queue.LONGEST_WAIT)
    return longest * _jitter.uniform(0.5, 1)
