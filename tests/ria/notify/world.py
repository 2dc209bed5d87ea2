"""Accounts, a policy at some stage, and mails about it: what the tests of mail stand on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from sqlmodel import select

from ria.clock import london_date
from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import (
    Assessment,
    Message,
    Operation,
    Policy,
    Reminder,
    Schedule,
    SubjectType,
    target_of,
)
from ria.models.types import sort_key
from ria.outbox import enqueue
from ria.permissions.person import Grant
from ria.queries.accounts.people import user_by_ref
from ria.services.accounts.accounts import add_user
from ria.services.organisation.places import add_committee, add_unit
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import CURRENT, OPEN, Stage


class World:
    """Ids of an owner, a deputy, two deciders, a chair, an adviser; and what to do with them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers = count(1)
        self.unit = add_unit(store, "Operations Policy Unit")
        self.committee = add_committee(store, "Operations Committee", "")
        self.owner = self.person("owner", Role.DEVELOPER)
        self.deputy = self.person("deputy", Role.DEVELOPER)
        self.strategy = self.person("strategy", Role.STRATEGY_UNIT)
        self.strategy2 = self.person("strategy2", Role.STRATEGY_UNIT)
        self.adviser = self.person("adviser", Role.ADVISER)
        self.chair = self.person("chair", Role.CHAIR, committee_id=self.committee)

    def person(self, name: str, *roles: Role, committee_id: int | None = None) -> int:
        """A new account NAME@ria.example; its id."""
        ref = add_user(
            self.store,
            name=f"The {name}",
            email=f"{name}@ria.example",
            password_hash="",
            grants=[Grant(role, committee_id=committee_id) for role in roles],
        )
        with self.store.read_session() as session:
            return user_by_ref(session, ref).id

    def policy(
        self,
        title: str = "Use of interpreters",
        stage: Stage = Stage.SCREENING,
        restricted: bool = False,
        **assessment,
    ) -> int:
        """A policy with an edition at a stage; the edition's id."""
        reference = f"P{next(self._numbers):04d}"
        with unit_of_work(self.store) as unit:
            policy = Policy(
                reference=reference, reference_key=sort_key(reference), title=title,
                title_key=sort_key(title), subject_type=SubjectType.POLICY,
                committee_id=self.committee, unit_id=self.unit, owner_id=self.owner,
                deputy_id=self.deputy, operation=Operation.OPERATING, registered_at=unit.now,
                registered_by=self.owner, restricted=restricted,
            )  # fmt: skip
            unit.save(policy)
            edition = Assessment(
                policy_id=policy.id, edition=1, frame="psed-2010", stage=stage,
                is_open=stage in OPEN, is_current=stage in CURRENT, opened_because="Registered",
                in_stage_since=unit.now, **assessment,
            )  # fmt: skip
            unit.save(edition)
            unit.record(reference, "policy_registered", SYSTEM)
            return edition.id

    def due(
        self, assessment_id: int, kind: str, on: date, since: date | None = None, item: int = 0
    ) -> None:
        """Let something fall due."""
        with unit_of_work(self.store) as unit:
            since = since or unit.today
            about = target_of(unit.session.get_one(Assessment, assessment_id))
            row = Schedule(
                target=about.kind, target_id=about.id, policy_id=about.policy_id, kind=kind,
                item=item, fires_on=since, due_on=on, since=since,
            )  # fmt: skip
            unit.save(row)

    def due_screening(self, days: int = 28, level: Level | None = None) -> int:
        """A policy whose screening is due in so many days; the edition's id."""
        assessment_id = self.policy(level=level)
        self.due(assessment_id, "screening", self.today + timedelta(days=days))
        return assessment_id

    def give(self, assessment_id: int, owner_id: int) -> None:
        """Make somebody the owner of the edition's policy."""
        with self.store.read_session() as session:
            policy_id = session.get_one(Assessment, assessment_id).policy_id
        self.change(Policy, policy_id, owner_id=owner_id)

    def tell(self, kind: str, recipient: int, assessment_id: int, **details) -> int:
        """Put a mail into the outbox; its id."""
        with unit_of_work(self.store) as unit:
            about = target_of(unit.session.get_one(Assessment, assessment_id))
            message = enqueue(unit, kind, recipient_id=recipient, about=about, **details)
            unit.record(ORGANISATION, "test_mail", SYSTEM)
            return message.id

    def change(self, model: type, row_id: int, **fields) -> None:
        """Change a row as a command would."""
        with unit_of_work(self.store) as unit:
            row = unit.session.get(model, row_id)
            for name, value in fields.items():
                setattr(row, name, value)
            unit.save(row)
            unit.record(ORGANISATION, "test_change", SYSTEM)

    def wait(self, **delta) -> None:
        """Let time pass."""
        self.store.clock.at += timedelta(**delta)

    @property
    def today(self) -> date:
        """The civil date."""
        return london_date(self.store.clock.now())

    def messages(self) -> list[Message]:
        """The whole outbox, in order."""
        with self.store.read_session() as session:
            found = session.exec(select(Message).order_by(Message.id)).all()
            session.expunge_all()
            return list(found)

    def reminders(self) -> list[Reminder]:
        """Every reminder, told and passed over."""
        with self.store.read_session() as session:
            found = session.exec(select(Reminder).order_by(Reminder.id)).all()
            session.expunge_all()
            return list(found)
