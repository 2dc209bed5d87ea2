"""The people who belong to each audience of a reminder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from ria.db.bulk import in_parts
from ria.models import RoleGrant, User
from ria.notify.reminders.due import Case
from ria.queries.accounts.people import is_away
from ria.queries.deadlines.due_kinds import DUE_KINDS, Held
from workflows.ladder import Told
from workflows.roles import Role


class Reader(NamedTuple):
    """An account as reminders see it. What is not due yet it is told on `mail_day`, a weekday."""

    id: int
    ref: str
    name: str
    email: str
    mail_day: int
    active: bool
    away_from: date | None
    away_until: date | None
    stand_in_id: int | None
    mail_fails_since: datetime | None


class Audience:
    """The active people of one session, looked up once however many due items are asked about."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._readers: dict[int, Reader] = {}

    def expect(self, cases: Iterable[Case]) -> None:
        """Look up everybody who is involved in these cases, in a few queries."""
        self._find(
            {i for c in cases for i in (c.owner_id, c.deputy_id, c.claimed_by, c.named_id) if i}
        )

    def people(self, told: Told, case: Case) -> list[Reader]:
        """Who is told of this at such a step. The board and the public get no mail."""
        kind = DUE_KINDS[case.kind]
        if told is Told.OWNER:
            return self._holder(case) if kind.stops_clock else self._owner(case)
        if told is Told.HOLDER:
            return self._holder(case)
        if told is Told.CHAIR:
            return self._of_committee(case.committee_id, Role.CHAIR)
        if told is Told.STRATEGY_UNIT:
            return self._with(Role.STRATEGY_UNIT)
        return self._with(Role.ADVISER) if told is Told.ADVISER else []

    def _holder(self, case: Case) -> list[Reader]:
        held = DUE_KINDS[case.kind].held
        if held is Held.DECIDER:
            claimed = list(filter(_is_reached, self._active(case.claimed_by)))
            return claimed or self._with(Role.STRATEGY_UNIT)
        if held is Held.COMMITTEE:
            found = self._of_committee(case.committee_id, Role.CHAIR, Role.SECRETARY)
            return found or self._with(Role.STRATEGY_UNIT)
        if held is Held.PERSON:
            named = list(filter(_is_reached, self._active(case.named_id)))
            is_theirs = not DUE_KINDS[case.kind].stops_clock
            return named or (self._owner(case) if is_theirs else self._with(Role.STRATEGY_UNIT))
        return self._owner(case)

    def _owner(self, case: Case) -> list[Reader]:
        """The owner; the deputy while no mail reaches the owner, or while the owner is away and has
        nobody to stand in. The Strategy Unit while mail reaches neither.
        """
        both = [*self._active(case.owner_id), *self._active(case.deputy_id)]
        here = [reader for reader in both if self._is_here(reader)]
        return here[:1] or list(filter(_is_reached, both))[:1] or self._with(Role.STRATEGY_UNIT)

    def _is_here(self, reader: Reader) -> bool:
        """Whether a person is present and can be reached, or somebody who stands in for them is."""
        if not is_away(reader, self._today):
            return _is_reached(reader)
        others = filter(_is_reached, self._active(reader.stand_in_id))
        return any(not is_away(each, self._today) for each in others)

    def _active(self, user_id: int | None) -> list[Reader]:
        if user_id is None:
            return []
        if user_id not in self._readers:
            self._find([user_id])
        reader = self._readers[user_id]
        return [reader] if reader.active else []

    def _find(self, user_ids: Iterable[int]) -> None:
        for part in in_parts(sorted(user_ids)):
            query = _readers().where(col(User.id).in_(part))
            self._readers |= {row[0]: Reader(*row) for row in self._session.execute(query)}

    def _of_committee(self, committee_id: int | None, *roles: Role) -> list[Reader]:
        """Those who hold one of these roles and serve this committee, in whichever role. The
        Strategy Unit while mail reaches none of them. Nobody if there is no committee.
        """
        if committee_id is None:
            return []
        serving = {
            reader.id
            for role in (Role.CHAIR, Role.SECRETARY)
            for reader, committee in self._grants.get(role, ())
            if committee == committee_id
        }
        found = [r for role in roles for r in self._holding(role) if r.id in serving]
        return self._reached(found)

    def _with(self, role: Role) -> list[Reader]:
        """The people with a role, by id; the Strategy Unit while mail reaches none of them."""
        return self._reached(self._holding(role))

    def _holding(self, role: Role) -> list[Reader]:
        return [reader for reader, _ in self._grants.get(role, ())]

    def _reached(self, readers: list[Reader]) -> list[Reader]:
        """Those whose address is not refused, each once. If none is left, the Strategy Unit, even
        at refused addresses if it has no others, so that the failure is noticed.
        """
        found = {r.id: r for r in readers if _is_reached(r)}
        if readers and not found:
            unit = {r.id: r for r in self._holding(Role.STRATEGY_UNIT)}
            found = {r.id: r for r in unit.values() if _is_reached(r)} or unit
        return list(found.values())

    @cached_property
    def _grants(self) -> dict[Role, list[tuple[Reader, int | None]]]:
        """The active people by each role that receives reminders, with the grant's committee."""
        query = (
            _readers(col(RoleGrant.role), col(RoleGrant.committee_id))
            .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
            .where(
                col(User.active).is_(True),
                col(RoleGrant.role).in_(
                    (Role.STRATEGY_UNIT, Role.ADVISER, Role.CHAIR, Role.SECRETARY)
                ),
            )
            .order_by(col(User.id))
        )
        found: dict[Role, list[tuple[Reader, int | None]]] = {}
        for *account, role, committee_id in self._session.execute(query):
            found.setdefault(role, []).append((Reader(*account), committee_id))
        return found


def _is_reached(reader: Reader) -> bool:
    """Whether no mail server has refused their address."""
    return reader.mail_fails_since is None


def _readers(*beside: Any) -> Select[Any]:
    return select(*(getattr(User, name) for name in Reader._fields), *beside).select_from(User)
