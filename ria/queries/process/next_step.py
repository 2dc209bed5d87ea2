"""Who holds an assessment now, what they must do and by when, and what happens then.

Derived from the process table, so that changing a row changes every panel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Committee,
    Policy,
    Schedule,
    SignatureKind,
    SignatureRequest,
    SignOff,
    User,
)
from ria.queries.accounts.people import is_away, names, stand_in_of
from ria.queries.assessment.editions import signatures_asked
from ria.queries.deadlines.due_kinds import OF_SIGNATORIES
from ria.queries.deadlines.overdue import is_overdue
from ria.queries.organisation.settings import current_settings
from workflows import engine
from workflows.actions import Action
from workflows.facts.facts import Facts
from workflows.levels import Level
from workflows.process import Row
from workflows.roles import Party
from workflows.stages import APPROVAL, ENDED, FORM_AT, Stage, form_stage

FORWARD = (Action.START, Action.SUBMIT, Action.APPROVE, Action.PUBLISH, Action.START_REVIEW)
"""The actions that carry an assessment forward, one for each stage."""

MUST_DO = {
    Action.START: "start the screening",
    Action.SUBMIT: "fill in and submit the {form} form",
    Action.APPROVE: "decide on the {form} form",
    Action.PUBLISH: "publish the assessment",
    Action.START_REVIEW: "review the policy",
}
THEN = {
    Action.START: "start the screening",
    Action.SUBMIT: "fill in and submit the {form} form",
    Action.APPROVE: "approves or returns it",
    Action.PUBLISH: "publishes the assessment",
    Action.START_REVIEW: "reviews the policy",
}
SIGN = "sign the {form} form"
UNIT = "the Strategy Unit"
THEN_DECIDE = f"{UNIT} approves or returns it"


@dataclass(frozen=True)
class NextStep:
    """`holder` has held it since `since` and must do `must_do` by `by`; what comes next is `then`.

    `asked` names the missing signatures.
    """

    holder: str
    since: datetime
    must_do: str
    by: date | None
    then: str
    is_late: bool
    asked: tuple[str, ...] = ()


def next_step(
    session: Session,
    policy: Policy,
    assessment: Assessment,
    level: Level | None,
    today: date,
    *,
    leads_to: Stage | None = None,
) -> NextStep | None:
    """The next step of one edition; None once it has ended.

    `level` is the one that the form gives; `leads_to` the stage to which approving its answers
    leads.
    """
    stage = assessment.stage
    row = forward_row(stage, level)
    if row is None:
        return None
    owner_row = session.get_one(User, policy.owner_id)
    owner = owner_row.name
    by = assessment.next_review_on if stage is Stage.CURRENT else assessment.due_on
    requests = signatures_asked(session, assessment)
    waits = requests and stage in APPROVAL
    signs, must_do = _signatories(session, policy, assessment) if waits else ("", "")
    return NextStep(
        holder=signs or _holder(row, _present(session, owner_row, today)),
        since=assessment.in_stage_since,
        must_do=(must_do or MUST_DO[row.action]).format(form=_form(stage)),
        by=by,
        then=THEN_DECIDE if signs else _then(row, leads_to or row.target, owner),
        is_late=is_overdue(by, today, current_settings(session).go_live),
        asked=_unsigned(session, assessment, requests),
    )


def forward_row(stage: Stage, level: Level | None) -> Row | None:
    """The row of the table that carries an assessment forward from this stage."""
    action = next((a for a in FORWARD if a in engine.possible(stage)), None)
    if action is None or stage in ENDED:
        return None
    return engine.row_for(stage, action, Facts(final_level=level))


def _holder(row: Row, owner: str) -> str:
    return owner if Party.OWNER in row.who else UNIT


def _present(session: Session, owner: User, today: date) -> str:
    """The owner's name; during an absence, with the name of the person who stands in."""
    if not is_away(owner, today):
        return owner.name
    stand_in = stand_in_of(session, owner, today)
    return f"{owner.name}, who is away" + (f" ({stand_in.name} stands in)" if stand_in else "")


def _signatories(session: Session, policy: Policy, assessment: Assessment) -> tuple[str, str]:
    """Who holds it while its approval waits for signatures, and what they must do; empty strings
    while it can be decided.
    """
    query = select(Schedule.kind).where(
        col(Schedule.target_id) == assessment.id,
        col(Schedule.kind).in_(("approval", "committee", *OF_SIGNATORIES)),
    )
    kinds = set(session.exec(query))
    if "approval" in kinds or not kinds:
        return "", ""
    if kinds == {"committee"}:
        committee = session.get_one(Committee, policy.committee_id)
        return committee.name, MUST_DO[Action.APPROVE]
    return "those asked to sign", SIGN


def _form(stage: Stage) -> str:
    return FORM_AT[stage].words if stage in FORM_AT else stage.value


def _then(row: Row, target: Stage, owner: str) -> str:
    following = forward_row(target, None)
    if following is None:
        return f"it is closed as “{target.label}”"
    if target is Stage.CURRENT:
        return "it is current, until its next review"
    if _holder(following, owner) == UNIT:
        return f"{UNIT} {THEN[following.action].format(form=_form(target))}"
    return f"{owner} can {THEN[following.action].format(form=_form(target))}"


def asked_of(session: Session, assessment: Assessment, user_id: int) -> frozenset[SignatureKind]:
    """The capacities in which this person was asked to sign the form that awaits a decision."""
    asked = session.exec(
        select(SignatureRequest.kind).where(
            col(SignatureRequest.assessment_id) == assessment.id,
            col(SignatureRequest.stage) == form_stage(assessment.stage),
            col(SignatureRequest.asked_id) == user_id,
        )
    )
    return frozenset(SignatureKind(kind) for kind in asked)


def _unsigned(
    session: Session, assessment: Assessment, requests: list[SignatureRequest]
) -> tuple[str, ...]:
    """The missing ones, as `NAME (second signature)`."""
    if not requests:
        return ()
    query = select(SignOff.kind).where(
        col(SignOff.assessment_id) == assessment.id,
        col(SignOff.stage) == form_stage(assessment.stage),
        col(SignOff.signed_at) >= assessment.in_stage_since,
    )
    given = set(session.exec(query))
    waiting = [request for request in requests if request.kind not in given]
    people = names(session, [request.asked_id for request in waiting])
    return tuple(f"{people[r.asked_id]} ({r.kind.label.lower()})" for r in waiting)
