"""Where approving a form leads: the row of the process table that its answers select."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from forms.answers.display import day_in_words
from ria.db.store import Store
from ria.models import SignatureKind, SignOff, Verdict
from ria.permissions.person import Person
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.organisation.settings import current_settings
from ria.queries.process.facts import facts_of
from ria.queries.process.form_facts import settled_level
from ria.queries.register.one_off import is_done_once, review_label
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.facts.facts import Facts
from workflows.facts.outcomes import Outcome
from workflows.levels import Level
from workflows.process import Row
from workflows.review_cycle import next_review, next_screening, review_once
from workflows.stages import APPROVAL, FORM_AT, Stage

_ANYBODY = Person(id=0, ref="", name="", grants=frozenset())


@dataclass(frozen=True)
class Approval:
    """The row that approving would take now, and the facts used to judge it, whoever approves."""

    row: Row
    facts: Facts


def approval(
    session: Session, store: Store, case: Case, today: date, *, whoever: Facts | None = None
) -> Approval | None:
    """What approving the form would lead to; None if nothing awaits a decision. `whoever`: the
    result of `facts_for_anybody`, if the caller already has it.
    """
    if case.assessment.stage not in APPROVAL:
        return None
    facts = facts_of(
        session,
        store,
        case,
        actor=_ANYBODY,
        given=ActionInput(),
        today=today,
        authors=frozenset(),
        whoever=whoever,
    )
    try:
        return Approval(engine.row_for(case.assessment.stage, Action.APPROVE, facts), facts)
    except ActionNotPossible:
        return None


def in_words(session: Session, case: Case, leads: Approval, today: date) -> str:
    """The effect of approving in words: the stage it leads to, and the day that then applies."""
    target, house = leads.row.target, current_settings(session)
    level = settled_level(case)
    after = FORM_AT[target].entails if target in FORM_AT else ""
    if target is Stage.ASSESSMENT and level is not None:
        after = f": {level.label.lower()}"
    if target is Stage.SCREENED_OUT:
        again = next_screening(today, house.review_months[Level.NONE])
        by = day_in_words(again)
        after = f": published as “Screened, not assessed”, to be screened again by {by}"
    if target is Stage.APPROVED and level is not None:
        due, _ = review_if_approved(session, case, level, today)
        how = ", without consultation" if leads.facts.assessment.waived else ""
        review = review_label(case.policy.subject_type).lower()
        after = f"{how}; {review} {day_in_words(due)}"
    if target is Stage.REJECTED and leads.facts.conclusion.outcome is Outcome.STOP:
        after = ", because its outcome is to stop. The assessment ends here"
    return f"Leads to “{target.label}”{after}"


def review_if_approved(
    session: Session, case: Case, level: Level, today: date
) -> tuple[date, int | None]:
    """The day of the next review if it is approved today, and the months between reviews: none for
    something done once.
    """
    edition = case.assessment
    assert edition.id is not None
    decision = _agreed(session, edition.id)
    assessed_on = edition.assessed_on or today
    if edition.stage is Stage.ASSESSMENT_APPROVAL:  # an approval before a recall no longer counts
        assessed_on = today
    once = is_done_once(case.policy)
    if once and decision is not None and decision.review_on is not None:
        wanted = decision.review_on
        return review_once(wanted=wanted, approved_on=today, assessed_on=assessed_on), None
    asked = decision.interval_months if decision is not None else None
    months = asked or current_settings(session).review_months[level]
    due = next_review(approved_on=today, assessed_on=assessed_on, interval=months)
    return due, None if once else months


def _agreed(session: Session, assessment_id: int) -> SignOff | None:
    """The latest decision by which the committee agreed, which may set the next review."""
    query = (
        select(SignOff)
        .where(
            col(SignOff.assessment_id) == assessment_id,
            col(SignOff.kind) == SignatureKind.COMMITTEE,
            col(SignOff.verdict).in_([Verdict.AGREE, Verdict.AGREE_IF]),
        )
        .order_by(col(SignOff.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
