"""Who a reminder's audiences are, as people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from sqlmodel import Session, col, select

from ria.db.bulk import in_parts
from ria.models import User
from ria.notify.due import NAMED, Due
from ria.queries.due_kinds import DUE_KINDS, Held
from ria.queries.people import is_away, people_with, stand_in_of
from workflows.ladder import Told
from workflows.roles import Role


class Audience:
    """The active people of one session, looked up once however many things are asked about."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._users: dict[int, User | None] = {}
        self._named: dict[tuple[str, int], int | None] = {}

    def expect(self, dues: Sequence[Due]) -> None:
        """Look up everybody these things are with, in a few queries."""
        for kind in NAMED:
            self._find_named(kind, [due.item for due in dues if due.kind == kind])
        ids = {i for due in dues for i in (due.owner_id, due.deputy_id, due.claimed_by) if i}
        ids |= {user_id for user_id in self._named.values() if user_id}
        for part in in_parts(sorted(ids)):
            query = select(User).where(col(User.id).in_(part))
            self._users |= {user.id: user for user in self._session.exec(query) if user.id}

    def people(self, told: Told, due: Due) -> list[User]:
        """Who is told at such a step about this. The board and the public get no mail."""
        kind = DUE_KINDS[due.kind]
        if told is Told.OWNER:
            return self._holder(due) if kind.stops_clock else self._owner(due)
        if told is Told.HOLDER:
            return self._holder(due)
        if told is Told.CHAIR:
            return self._of_committee(due.committee_id, self._chairs)
        if told is Told.STRATEGY_UNIT:
            return self._strategy_unit
        return self._advisers if told is Told.ADVISER else []

    def _holder(self, due: Due) -> list[User]:
        held = DUE_KINDS[due.kind].held
        if held is Held.DECIDER:
            return self._active(due.claimed_by) or self._strategy_unit
        if held is Held.COMMITTEE:
            people = [*self._chairs, *self._secretaries]
            return self._of_committee(due.committee_id, people) or self._strategy_unit
        if held is Held.PERSON:
            return self._active(self._named_person(due)) or self._owner(due)
        return self._owner(due)

    def _owner(self, due: Due) -> list[User]:
        """The owner; the deputy while the owner's account is not active, or the owner is away and
        has named nobody."""
        found = [*self._active(due.owner_id), *self._active(due.deputy_id)]
        return [user for user in found if self._is_reached(user)][:1] or found[:1]

    def _is_reached(self, user: User) -> bool:
        return not is_away(user, self._today) or bool(stand_in_of(self._session, user, self._today))

    def _active(self, user_id: int | None) -> list[User]:
        if user_id is None:
            return []
        if user_id not in self._users:
            self._users[user_id] = self._session.get(User, user_id)
        user = self._users[user_id]
        return [user] if user is not None and user.active else []

    def _named_person(self, due: Due) -> int | None:
        key = (due.kind, due.item)
        if key not in self._named:
            self._find_named(due.kind, [due.item])
        return self._named.get(key)

    def _find_named(self, kind: str, items: Iterable[int]) -> None:
        model, column = NAMED[kind]
        table = model.__table__  # type: ignore[attr-defined]
        for part in in_parts(sorted(set(items))):
            query = select(table.c.id, table.c[column]).where(table.c.id.in_(part))
            self._named |= {(kind, item): user_id for item, user_id in self._session.exec(query)}

    def _of_committee(self, committee_id: int, people: Iterable[User]) -> list[User]:
        found = {user.id: user for user in people if _serves(user, committee_id)}
        return list(found.values())

    @cached_property
    def _strategy_unit(self) -> list[User]:
        return people_with(self._session, Role.STRATEGY_UNIT)

    @cached_property
    def _advisers(self) -> list[User]:
        return people_with(self._session, Role.ADVISER)

    @cached_property
    def _chairs(self) -> list[User]:
        return people_with(self._session, Role.CHAIR)

    @cached_property
    def _secretaries(self) -> list[User]:
        return people_with(self._session, Role.SECRETARY)


def _serves(user: User, committee_id: int) -> bool:
    return any(
        grant.role in (Role.CHAIR, Role.SECRETARY) and grant.committee_id == committee_id
        for grant in user.grants
    )
