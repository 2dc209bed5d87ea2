"""The people of the demonstration, and their day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from ria.clock import london_date
from ria.db.store import Store
from ria.demo.organisation.accounts import ACCOUNTS
from ria.queries.accounts.people import user_by_email


class People:
    """The ids and references of the accounts, by the part of their address before the @."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ids: dict[str, int] = {}
        self.refs: dict[str, str] = {}
        self._numbers = count(1)

    def look_up(self) -> None:
        """Find the accounts in the database."""
        with self.store.read_session() as session:
            for account in ACCOUNTS:
                user = user_by_email(session, account.email)
                assert user is not None and user.id is not None
                self.ids[account.local_part], self.refs[account.local_part] = user.id, user.ref

    @property
    def today(self) -> date:
        """The demonstration's day."""
        return london_date(self.store.clock.now())

    def in_days(self, days: int) -> date:
        """The day that is this many days from today."""
        return self.today + timedelta(days=days)

    def token(self) -> str:
        """A new token for one form."""
        return f"demo {next(self._numbers)}"
