"""The conditions that signatures set: what must be done, by whom, and whether it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from ria.models import Assessment, Condition, Policy, SignatureKind, SignOff
from ria.permissions.map import Permission, may
from ria.permissions.person import Person, Subject
from ria.queries.accounts.people import names
from ria.queries.deadlines.overdue import is_overdue
from ria.queries.organisation.settings import current_settings

MOST = 200


@dataclass(frozen=True)
class Reader:
    """A person who reads signatures and conditions; only some may read the legal adviser's text."""

    person_id: int
    reads_privileged: bool = False

    def may_read(self, kind: SignatureKind, owner_id: int | None = None) -> bool:
        """Whether they may read the text of a signature of this kind. A condition's owner may read
        the condition, whoever set it.
        """
        return (
            kind is not SignatureKind.LEGAL or self.reads_privileged or owner_id == self.person_id
        )


@dataclass(frozen=True)
class ConditionLine:
    """One condition as a page shows it. `text` and `met_how` are empty where they are withheld."""

    id: int
    assessment_id: int
    reference: str
    title: str
    capacity: str
    withheld: bool
    text: str
    owner: str
    due_on: date
    before_publication: bool
    met_on: date | None
    met_by: str
    met_how: str
    is_late: bool
    may_meet: bool

    @property
    def address(self) -> str:
        """The page on which the condition is recorded as met."""
        return f"/assessments/{self.assessment_id}/conditions/{self.id}"


def reader_of(person: Person, subject: Subject) -> Reader:
    """Return this person as a reader of the signatures on this policy."""
    return Reader(person.id, may(Permission.PRIVILEGED_READ, person, subject))


def conditions_of_edition(
    session: Session, assessment_id: int, reader: Reader, today: date
) -> list[ConditionLine]:
    """Every condition set for an edition, open ones first, then by the day they are due."""
    return _lines(session, reader, today, col(Condition.assessment_id) == assessment_id)


def conditions_of_person(session: Session, person: Person, today: date) -> list[ConditionLine]:
    """Return the open conditions for which this person is responsible."""
    mine = (col(Condition.owner_id) == person.id, col(Condition.met_on).is_(None))
    return _lines(session, Reader(person.id), today, *mine)


def open_conditions_of_committee(
    session: Session, committee_id: int, reader: Reader, today: date
) -> list[ConditionLine]:
    """Return the open conditions on a committee's policies."""
    theirs = (col(Policy.committee_id) == committee_id, col(Condition.met_on).is_(None))
    return _lines(session, reader, today, *theirs)


def one_condition(
    session: Session, assessment_id: int, condition_id: int, reader: Reader, today: date
) -> ConditionLine | None:
    """One condition of an edition; None for any other id."""
    this = (col(Condition.assessment_id) == assessment_id, col(Condition.id) == condition_id)
    return next(iter(_lines(session, reader, today, *this)), None)


def may_meet(person_id: int, condition: Condition, policy: Policy) -> bool:
    """Whether this person may record the condition as met: its owner, the policy's owner or the
    deputy. (The Strategy Unit may too, through its role.)
    """
    return person_id in (condition.owner_id, policy.owner_id, policy.deputy_id)


def _lines(
    session: Session, reader: Reader, today: date, *tests: ColumnElement[bool]
) -> list[ConditionLine]:
    query = (
        select(Condition, SignOff.kind, Policy)
        .join(SignOff, col(SignOff.id) == col(Condition.sign_off_id))
        .join(Assessment, col(Assessment.id) == col(Condition.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(*tests)
        .order_by(col(Condition.met_on).is_not(None), col(Condition.due_on), col(Condition.id))
        .limit(MOST)
    )
    found = session.exec(query).all()
    people = names(session, _people(condition for condition, _, _ in found))
    go_live = current_settings(session).go_live
    return [
        _line((condition, SignatureKind(kind), policy), people, reader, today, go_live)
        for condition, kind, policy in found
    ]


def _people(conditions: Iterable[Condition]) -> set[int | None]:
    return {who for c in conditions for who in (c.owner_id, c.met_by)}


def _line(
    row: tuple[Condition, SignatureKind, Policy],
    people: dict[int, str],
    reader: Reader,
    today: date,
    go_live: date | None,
) -> ConditionLine:
    condition, kind, policy = row
    assert condition.id is not None
    may_read = reader.may_read(kind, condition.owner_id)
    return ConditionLine(
        id=condition.id,
        assessment_id=condition.assessment_id,
        reference=policy.reference,
        title=policy.title,
        capacity=kind.label,
        withheld=not may_read,
        text=condition.text if may_read else "",
        owner=people.get(condition.owner_id, ""),
        due_on=condition.due_on,
        before_publication=condition.before_publication,
        met_on=condition.met_on,
        met_by=people.get(condition.met_by or 0, ""),
        met_how=condition.met_how if may_read else "",
        is_late=condition.met_on is None and is_overdue(condition.due_on, today, go_live),
        may_meet=condition.met_on is None and may_meet(reader.person_id, condition, policy),
    )
