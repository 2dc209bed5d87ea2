"""A committee's agenda: what awaits its decision, and what it has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.models import (
    Assessment,
    Committee,
    Policy,
    Ratification,
    SignatureKind,
    SignatureRequest,
    SignOff,
    Verdict,
)
from ria.permissions.person import Person
from ria.queries.accounts.people import names
from ria.queries.assessment.case import Case, the_case
from ria.queries.assessment.form_content import form_content
from ria.queries.deadlines.overdue import is_overdue
from ria.queries.kit.text import shortened
from ria.queries.organisation.settings import current_settings
from ria.queries.process.form_facts import settled_level
from ria.queries.process.signature_capacities import still_needed
from ria.queries.signoff.ratification import words_on
from ria.queries.signoff.signatures import SAID
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import APPROVAL, FORM_AT, Stage, form_stage

MOST = 100
LONGEST_SUMMARY = 300
OFFICERS = (Role.CHAIR, Role.SECRETARY)


@dataclass(frozen=True)
class AgendaItem:
    """One form that awaits the committee's decision. `flags`: the reasons for urgency, in words."""

    assessment_id: int
    reference: str
    title: str
    stage: Stage
    level: Level | None
    summary: str
    since: datetime
    planned_decision_on: date | None
    planned_start_on: date | None
    put_off_to: date | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """One decision the committee has recorded."""

    reference: str
    title: str
    stage: Stage
    said: str
    decided_on: date
    minute_reference: str
    ratify_by: date | None
    interval_months: int | None
    review_on: date | None
    recorded_by: str
    word: Ratification | None = None


def committees_of(session: Session, person: Person) -> list[tuple[int, str]]:
    """The committees that this person chairs or is the secretary of: id and name."""
    ids = {grant.committee_id for grant in person.grants if grant.role in OFFICERS}
    query = select(Committee).where(col(Committee.id).in_(ids)).order_by(col(Committee.id))
    return [(row.id, row.name) for row in session.exec(query) if row.id is not None]


def agenda(session: Session, store: Store, committee_id: int, today: date) -> list[AgendaItem]:
    """Return the forms that await the committee, those planned or due first on top.

    These are forms that cannot be approved without the committee, or on which it was asked to
    decide.
    """
    found = []
    for policy, assessment in _candidates(session, committee_id):
        case = the_case(session, store, assessment, policy)
        if SignatureKind.COMMITTEE in still_needed(session, store, case, today) or _asked(
            session, case
        ):
            found.append(_item(session, store, case, today))
    return sorted(found, key=lambda item: (item.planned_decision_on or date.max, item.since))


def _candidates(session: Session, committee_id: int) -> list[tuple[Policy, Assessment]]:
    stages = [at for at in APPROVAL if SignatureKind.COMMITTEE in FORM_AT[at].signed_as]
    query = (
        select(Policy, Assessment)
        .join(Assessment, col(Assessment.policy_id) == col(Policy.id))
        .where(col(Policy.committee_id) == committee_id, col(Assessment.stage).in_(stages))
        .order_by(col(Assessment.in_stage_since), col(Assessment.id))
        .limit(MOST)
    )
    return [(policy, assessment) for policy, assessment in session.exec(query)]


def _asked(session: Session, case: Case) -> bool:
    """Whether the committee was asked and has not yet agreed or disagreed on this content."""
    if any(
        row.kind is SignatureKind.COMMITTEE and row.verdict is not Verdict.DEFER
        for row in case.standing_signatures
    ):
        return False
    query = select(SignatureRequest.id).where(
        col(SignatureRequest.assessment_id) == case.assessment.id,
        col(SignatureRequest.stage) == form_stage(case.assessment.stage),
        col(SignatureRequest.kind) == SignatureKind.COMMITTEE,
    )
    return session.exec(query).first() is not None


def _item(session: Session, store: Store, case: Case, today: date) -> AgendaItem:
    policy, assessment = case.policy, case.assessment
    assert assessment.id is not None
    screening = form_content(session, store.sets, assessment.id, Stage.SCREENING.value)
    purpose = screening.visible.get("purpose") if screening else None
    decided = [s for s in case.standing_signatures if s.kind is SignatureKind.COMMITTEE]
    return AgendaItem(
        assessment_id=assessment.id,
        reference=policy.reference,
        title=policy.title,
        stage=assessment.stage,
        level=settled_level(case),
        summary=shortened(purpose, LONGEST_SUMMARY) if isinstance(purpose, str) else "",
        since=assessment.in_stage_since,
        planned_decision_on=policy.planned_decision_on,
        planned_start_on=policy.planned_start_on,
        put_off_to=decided[-1].deferred_to if decided else None,
        flags=_flags(policy, assessment, today, current_settings(session).go_live),
    )


def _flags(
    policy: Policy, assessment: Assessment, today: date, go_live: date | None
) -> tuple[str, ...]:
    passed = {
        "Planned day passed": policy.planned_decision_on,
        "Planned start passed": policy.planned_start_on,
    }
    urgent = ("Urgent",) if policy.urgent_reason else ()
    late = ("Decision late",) if is_overdue(assessment.due_on, today, go_live) else ()
    return (*urgent, *late, *(words for words, day in passed.items() if day and day < today))


def decisions(session: Session, committee_id: int) -> list[Decision]:
    """What the committee has decided, newest first."""
    query = (
        select(SignOff, Policy)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(
            col(Policy.committee_id) == committee_id,
            col(SignOff.kind) == SignatureKind.COMMITTEE,
        )
        .order_by(col(SignOff.decided_on).desc(), col(SignOff.id).desc())
        .limit(MOST)
    )
    rows = session.exec(query).all()
    people = names(session, (row.signed_by for row, _ in rows))
    words = words_on(session, [row.id for row, _ in rows if row.id is not None])
    return [
        Decision(
            reference=policy.reference,
            title=policy.title,
            stage=row.stage,
            said=SAID[row.verdict],
            decided_on=row.decided_on,
            minute_reference=row.minute_reference,
            ratify_by=row.ratify_by,
            interval_months=row.interval_months,
            review_on=row.review_on,
            recorded_by=people.get(row.signed_by, ""),
            word=words.get(row.id or 0),
        )
        for row, policy in rows
    ]
