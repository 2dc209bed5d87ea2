"""The facts the process judges, gathered from the database at the moment somebody acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from forms.answers.rating import final_level, rate, rows_counted
from ria.db.store import Store
from ria.models import Assessment, Operation, SignatureKind
from ria.permissions import Person, Subject, is_party
from ria.queries.assessment.case import ActionInput, Case, agreed
from ria.queries.assessment.editions import contributors, form_stage, subject_of
from ria.queries.organisation.settings import current_settings
from ria.queries.process.conflict_of_interest import in_own_words
from ria.queries.process.facts_of_forms import later_facts
from ria.queries.review.amendment_facts import amendment_facts
from ria.queries.review.facts import review_facts
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.facts import Facts, ReviewReason
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.stages import APPROVAL, Stage

SOURCES_QUESTION = "sources"
LOOK_AGAIN_QUESTION = "look_again"
NEEDED_SOURCES = 2


def facts_of(
    session: Session,
    store: Store,
    case: Case,
    *,
    actor: Person,
    given: ActionInput,
    today: date,
    authors: frozenset[int] | None = None,
) -> Facts:
    """Everything the guards ask, as it is now and seen from the person who acts.

    `authors`: who contributed to this stage's form, where the caller knows it already.
    """
    if authors is None:
        assert case.assessment.id is not None
        authors = contributors(session, case.assessment.id, case.assessment.stage)
    return Facts(
        **{
            **_about_the_actor(session, case, actor, authors, today),
            **amendment_facts(session, case, actor, given),
        },
        **_about_what_is_given(given),
        **_about_the_road(session, case),
        **_about_screening(case, actor),
        **later_facts(session, store, case, reason=given.reason, today=today),
        **review_facts(session, case),
    )


def _about_the_actor(
    session: Session, case: Case, actor: Person, authors: frozenset[int], today: date
) -> dict[str, Any]:
    assessment = case.assessment
    decides = assessment.stage in APPROVAL
    return {
        "actor_is_contributor": decides and not authors.isdisjoint(actor.acts_for),
        "is_submitter": assessment.submitted_by in actor.acts_for,
        "training_current": actor.is_trained(today),
        "training_rule": current_settings(session).training_rule,
    }


def _about_what_is_given(given: ActionInput) -> dict[str, Any]:
    return {
        "reason_given": bool(given.reason.strip()),
        "return_to": given.return_to,
        "return_due_given": given.due_on is not None,
        "next_due_given": given.next_due_on is not None,
        "parent_given": bool(given.parent_reference),
        "new_fact_given": bool(given.reason.strip()),
        "review_reason": given.review_reason,
        "reference_given": bool(given.reference.strip()),
        "urgent_action": given.urgent,
        "ratify_by_given": given.ratify_by is not None,
        "successor_concluded": given.successor_concluded,
        "correction_notice_given": bool(given.notice.strip()),
    }


def _about_the_road(session: Session, case: Case) -> dict[str, Any]:
    policy, assessment = case.policy, case.assessment
    visited = {change.from_stage for change in case.changes} | {assessment.stage}
    since = assessment.in_stage_since
    approved = [change for change in case.changes if change.action is Action.APPROVE]
    return {
        "visited": frozenset(visited),
        "came_from": approved[-1].from_stage if approved else None,
        "signed_since_submission": any(s.signed_at >= since for s in case.signatures),
        "proposed": policy.operation is Operation.PROPOSED,
        "operating": policy.operation is Operation.OPERATING,
        "approved_something": bool(approved),
        "earlier_edition": assessment.edition > 1,
        "successor_in_preparation": _has_successor(session, assessment),
    }


def _has_successor(session: Session, assessment: Assessment) -> bool:
    query = select(Assessment.id).where(
        col(Assessment.policy_id) == assessment.policy_id,
        col(Assessment.edition) > assessment.edition,
        col(Assessment.is_open).is_(True),
    )
    return session.exec(query).first() is not None


def _about_screening(case: Case, actor: Person) -> dict[str, Any]:
    content = case.content
    if content is None or content.form != Stage.SCREENING:
        return {"final_level": case.assessment.level}
    visible = content.visible
    return {
        "forms_complete": frozenset({content.form}) if content.is_complete else frozenset(),
        "computed_level": rate(content.questions, content.answers).level,
        "final_level": final_level(content.questions, content.answers),
        "committee_signed_lower": agreed(case, SignatureKind.COMMITTEE) is not None,
        "second_signed": _second_signed(case, actor),
        "look_again_answered": bool(visible.get(LOOK_AGAIN_QUESTION)),
        "two_sources_looked_at": rows_counted(content.questions, content.answers, SOURCES_QUESTION)
        >= NEEDED_SOURCES,
    }


def _second_signed(case: Case, approver: Person) -> bool:
    """A second signature counts if somebody other than the approver gave it.

    That it is no author's was checked when it was given, and by a trigger.
    """
    second = agreed(case, SignatureKind.SECOND)
    return second is not None and second.signed_by != approver.id


def open_actions(
    session: Session,
    store: Store,
    case: Case,
    actor: Person,
    today: date,
    *,
    subject: Subject | None = None,
) -> tuple[tuple[Action, tuple[Guard, ...]], ...]:
    """The actions this person may take now, by standing, each with the guards still unmet.

    What the person would type with the action (a reason, a date) counts as given, so that only
    what stands in the way beforehand is listed. A return is judged as to its own stage. `subject`:
    where the caller has it already.
    """
    subject = subject or subject_of(session, case.policy, case.assessment)
    stage = case.assessment.stage
    given = ActionInput(
        reason="given",
        return_to=form_stage(stage),
        due_on=today,
        next_due_on=today,
        parent_reference="given",
        review_reason=ReviewReason.REQUEST,
        reference="given",
        notice="given",
    )
    facts = facts_of(
        session,
        store,
        case,
        actor=actor,
        given=given,
        today=today,
        authors=subject.contributors,
    )
    found = []
    for action in engine.possible(stage):
        try:
            row = engine.row_for(stage, action, facts)
        except ActionNotPossible:
            continue
        if any(is_party(actor, party, subject) for party in row.who):
            unmet = in_own_words(session, row.unmet(facts), actor, subject.contributors)
            found.append((action, unmet))
    return tuple(found)


def settled_level(case: Case) -> Level | None:
    """The level the screening form settles on; None while it does not say."""
    if case.content is None or case.content.form != Stage.SCREENING:
        return case.assessment.level
    return final_level(case.content.questions, case.content.answers)
