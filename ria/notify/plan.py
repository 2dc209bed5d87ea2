"""Who would be told what on a given day, and why: the reminders' reckoning. Writes nothing.

What is due is found by comparison (`fires_on <= today and not yet told`), never by a moment that
can be missed. Of several steps that have passed, each person is told the highest.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ria.clock import bank_holidays
from ria.models import Assessment, Policy, Reminder, Schedule, User
from ria.notify.audience import Audience
from ria.queries.due_kinds import DUE_KINDS
from ria.queries.settings import current_settings
from ria.services.due import NEVER
from workflows.ladder import Firing, Told, firings, next_step_after

_CHUNK = 500

Key = tuple[str, int, int, date, int, int]
"""kind, assessment, item, due date, step, recipient: what `Reminder` is unique by."""


@dataclass(frozen=True)
class Telling:
    """One thing one person is to be told, and the lower steps of it that are passed over."""

    kind: str
    assessment_id: int
    item: int
    edition: int
    reference: str
    title: str
    due_on: date
    step: int
    told: tuple[Told, ...]
    recipient_id: int
    recipient_ref: str
    recipient_name: str
    passed_over: tuple[int, ...]

    def key(self, step: int) -> Key:
        """The key of the reminder of this or a lower step."""
        return (self.kind, self.assessment_id, self.item, self.due_on, step, self.recipient_id)

    @property
    def words(self) -> str:
        """What is due, as a reminder calls it."""
        return DUE_KINDS[self.kind].words


@dataclass(frozen=True)
class Advance:
    """A row of the schedule that has been told, and the day of its next step."""

    assessment_id: int
    kind: str
    item: int
    due_on: date
    fires_on: date


@dataclass(frozen=True)
class Plan:
    """What one day asks for."""

    tellings: tuple[Telling, ...] = ()
    advances: tuple[Advance, ...] = ()


def plan(session: Session, today: date) -> Plan:
    """Everything to be told on this day and not told yet."""
    audience = Audience(session)
    holidays = bank_holidays(current_settings(session).holidays)
    tellings: list[Telling] = []
    advances: list[Advance] = []
    for chunk in _chunks(_due(session, today)):
        known = _known(session, [row.assessment_id for row, _, _ in chunk])
        for row, assessment, policy in chunk:
            if assessment.stage in DUE_KINDS[row.kind].stages:
                found = _tellings(audience, row, assessment, policy, today, holidays)
                tellings += (t for t in found if t.key(t.step) not in known)
            advances.append(_advance(row, assessment, today, holidays))
    return Plan(tuple(tellings), tuple(advances))


def _due(session: Session, today: date) -> Iterator[tuple[Schedule, Assessment, Policy]]:
    query = (
        select(Schedule, Assessment, Policy)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(col(Schedule.fires_on) <= today, col(Schedule.kind).in_(DUE_KINDS))
        .order_by(col(Schedule.due_on), col(Policy.reference_key), col(Schedule.kind))
    )
    yield from session.exec(query)


def _chunks(
    rows: Iterable[tuple[Schedule, Assessment, Policy]],
) -> Iterator[list[tuple[Schedule, Assessment, Policy]]]:
    chunk: list[tuple[Schedule, Assessment, Policy]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _known(session: Session, assessment_ids: list[int]) -> set[Key]:
    """The reminders that were written, or passed over, for these editions."""
    query = select(Reminder).where(col(Reminder.assessment_id).in_(assessment_ids))
    return {
        (r.kind, r.assessment_id, r.item, r.due_on, r.step, r.recipient_id)
        for r in session.exec(query)
    }


def _tellings(
    audience: Audience,
    row: Schedule,
    assessment: Assessment,
    policy: Policy,
    today: date,
    holidays: Container[date],
) -> Iterator[Telling]:
    """One telling a person, of the highest step that concerns them."""
    steps: dict[int, list[tuple[int, Told]]] = {}
    people: dict[int, User] = {}
    for firing in _reached(row, assessment, today, holidays):
        for told in sorted(firing.step.told):
            for user in audience.people(told, policy, assessment):
                assert user.id is not None
                people[user.id] = user
                steps.setdefault(user.id, []).append((firing.step.days, told))
    for user_id, reached in steps.items():
        highest = reached[-1][0]
        yield Telling(
            kind=row.kind,
            assessment_id=row.assessment_id,
            item=row.item,
            edition=assessment.edition,
            reference=policy.reference,
            title=policy.title,
            due_on=row.due_on,
            step=highest,
            told=tuple(told for step, told in reached if step == highest),
            recipient_id=user_id,
            recipient_ref=people[user_id].ref,
            recipient_name=people[user_id].name,
            passed_over=tuple(dict.fromkeys(step for step, _ in reached if step != highest)),
        )


def _reached(
    row: Schedule, assessment: Assessment, today: date, holidays: Container[date]
) -> list[Firing]:
    ladder = firings(row.due_on, row.since, assessment.level, holidays)
    return [firing for firing in ladder if firing.on <= today]


def _advance(
    row: Schedule, assessment: Assessment, today: date, holidays: Container[date]
) -> Advance:
    following = next_step_after(row.due_on, today, row.since, assessment.level, holidays)
    return Advance(
        row.assessment_id, row.kind, row.item, row.due_on, following.on if following else NEVER
    )
