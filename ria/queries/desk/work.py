"""My work: what waits for one person; returned forms first, then by due day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from ria.models import (
    Assessment,
    Committee,
    InvitedContributor,
    Policy,
    SignatureKind,
    SignatureRequest,
    SignOff,
    StageChange,
)
from ria.permissions.person import Person
from ria.queries.deadlines.overdue import is_overdue
from ria.queries.organisation.settings import current_settings
from ria.queries.process.conflict_of_interest import (
    absent_names,
    conflict_reason,
    own_contributions,
)
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import APPROVAL, CURRENT, OPEN, Stage, form_stage

MOST = 200
"""More than anybody can work through; the list of policies has the rest."""


@dataclass(frozen=True)
class Task:
    """One waiting task. `returned` says why it came back, empty if it did not; `claimed` who has
    claimed it: "you", "a colleague" or empty; `why` explains why it is with somebody who is neither
    the policy's owner nor its deputy; `contributed` why they may not decide on it.
    """

    assessment_id: int
    reference: str
    title: str
    committee: str
    stage: Stage
    due_on: date | None
    is_late: bool = False
    returned: str = ""
    contributed: str = ""
    claimed: str = ""
    why: str = ""
    signature: SignatureKind | None = None


@dataclass(frozen=True)
class Work:
    """What waits for one person."""

    drafts: list[Task]
    decisions: list[Task]
    signatures: list[Task]


def work(session: Session, person: Person, today: date) -> Work:
    """Everything that waits for this person. A fixed number of queries."""
    return Work(
        drafts=_drafts(session, person, today),
        decisions=_decisions(session, person, today),
        signatures=_signatures(session, person, today),
    )


def _drafts(session: Session, person: Person, today: date) -> list[Task]:
    """Forms that this person owns, deputises for, or fills in for somebody absent or by invitation.
    Forms that the Strategy Unit returned come first.
    """
    with_author = (OPEN - APPROVAL - {Stage.APPROVED}) | (CURRENT - APPROVAL - {Stage.CURRENT})
    invited = select(InvitedContributor.id).where(
        col(InvitedContributor.assessment_id) == col(Assessment.id),
        col(InvitedContributor.user_id) == person.id,
    )
    mine = or_(
        col(Policy.owner_id).in_(person.acts_for),
        col(Policy.deputy_id).in_(person.acts_for),
        invited.exists(),
    )
    found = _assessments(session, mine, col(Assessment.stage).in_(with_author))
    returned = _returned(session, [assessment for _, assessment, _ in found])
    go_live = current_settings(session).go_live
    absent = absent_names(session, person)
    tasks = [
        _task(
            *row,
            today,
            go_live,
            returned=returned.get(row[1].id or 0, ""),
            why=_why(row[0], person, absent),
        )
        for row in found
    ]
    return sorted(tasks, key=lambda task: (not task.returned, task.due_on or date.max))


def _why(policy: Policy, person: Person, absent: dict[int, str]) -> str:
    """Why somebody else's policy is with this person; empty for their own."""
    if person.id in (policy.owner_id, policy.deputy_id):
        return ""
    for user_id in (policy.owner_id, policy.deputy_id):
        if user_id in absent:
            return f"In place of {absent[user_id]}, who is away"
    return "You were invited to help"


def _decisions(session: Session, person: Person, today: date) -> list[Task]:
    """What awaits the Strategy Unit; forms to which this person contributed are for a colleague."""
    if not person.has(Role.STRATEGY_UNIT):
        return []
    waiting = APPROVAL | {Stage.APPROVED}
    found = _assessments(session, col(Assessment.stage).in_(waiting))
    own, absent = own_contributions(session, person), absent_names(session, person)
    go_live = current_settings(session).go_live
    tasks = [
        _task(
            *row,
            today,
            go_live,
            contributed=conflict_reason(
                person, own.get((row[1].id or 0, form_stage(row[1].stage)), ()), absent
            ),
            claimed=_claimed(row[1], person),
        )
        for row in found
    ]
    first = ("you", "", "a colleague").index
    return sorted(
        tasks,
        key=lambda task: (bool(task.contributed), first(task.claimed), task.due_on or date.max),
    )


def _claimed(assessment: Assessment, person: Person) -> str:
    if assessment.claimed_by is None:
        return ""
    return "you" if assessment.claimed_by == person.id else "a colleague"


def _signatures(session: Session, person: Person, today: date) -> list[Task]:
    """Signatures that this person was asked for, on forms that still await a decision."""
    query = (
        select(SignatureRequest, Policy, Assessment, Committee.name)
        .join(Assessment, col(Assessment.id) == col(SignatureRequest.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .where(
            col(SignatureRequest.asked_id) == person.id,
            col(Assessment.stage).in_(APPROVAL),
            ~_signed(),
            col(Policy.owner_id) != person.id,
            func.coalesce(col(Policy.deputy_id), 0) != person.id,
        )
        .order_by(col(SignatureRequest.id))
        .limit(MOST)
    )
    go_live = current_settings(session).go_live
    return [
        _task(policy, assessment, committee, today, go_live, signature=request.kind)
        for request, policy, assessment, committee in session.exec(query)
        if request.stage == form_stage(assessment.stage)
    ]


def _signed() -> ColumnElement[bool]:
    given = select(SignOff.id).where(
        col(SignOff.assessment_id) == col(SignatureRequest.assessment_id),
        col(SignOff.kind) == col(SignatureRequest.kind),
        col(SignOff.stage) == col(SignatureRequest.stage),
        col(SignOff.signed_at) >= col(Assessment.in_stage_since),
    )
    return given.exists()


def _assessments(
    session: Session, *tests: ColumnElement[bool]
) -> list[tuple[Policy, Assessment, str]]:
    query = (
        select(Policy, Assessment, Committee.name)
        .join(Assessment, col(Assessment.policy_id) == col(Policy.id))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .where(*tests)
        .order_by(col(Assessment.due_on), col(Assessment.id))
        .limit(MOST)
    )
    return [
        (policy, assessment, committee) for policy, assessment, committee in session.exec(query)
    ]


def _returned(session: Session, assessments: list[Assessment]) -> dict[int, str]:
    """The reason for each edition that came back, by id: those whose last change was a return."""
    ids = [assessment.id for assessment in assessments]
    newest = (
        select(StageChange.assessment_id, func.max(StageChange.number).label("number"))
        .where(col(StageChange.assessment_id).in_(ids))
        .group_by(col(StageChange.assessment_id))
        .subquery()
    )
    query = select(StageChange).join(
        newest,
        and_(
            col(StageChange.assessment_id) == newest.c.assessment_id,
            col(StageChange.number) == newest.c.number,
        ),
    )
    return {
        change.assessment_id: change.reason
        for change in session.exec(query)
        if change.action is Action.RETURN
    }


def _task(
    policy: Policy,
    assessment: Assessment,
    committee: str,
    today: date,
    go_live: date | None,
    *,
    returned: str = "",
    contributed: str = "",
    claimed: str = "",
    why: str = "",
    signature: SignatureKind | None = None,
) -> Task:
    assert assessment.id is not None
    return Task(
        assessment_id=assessment.id,
        reference=policy.reference,
        title=policy.title,
        committee=committee,
        stage=assessment.stage,
        due_on=assessment.due_on,
        is_late=is_overdue(assessment.due_on, today, go_live),
        returned=returned,
        contributed=contributed,
        claimed=claimed,
        why=why,
        signature=signature,
    )
