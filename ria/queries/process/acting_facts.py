"""The facts about an action: who takes it, and the input that came with it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ria.models import Amendment
from ria.permissions.person import Person
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.organisation.settings import current_settings
from ria.queries.review.amending import CORRECTABLE
from workflows.facts.acting import ActorFacts, InputFacts
from workflows.stages import APPROVAL


def actor_facts(
    session: Session,
    case: Case,
    actor: Person,
    *,
    authors: frozenset[int],
    amendment: Amendment | None,
    today: date,
) -> ActorFacts:
    """The facts about the actor. Contributing matters where a form is decided on, or where an
    amendment awaits agreement.
    """
    wrote = case.assessment.stage in APPROVAL and not authors.isdisjoint(actor.acts_for)
    proposed = amendment is not None and amendment.proposed_by in actor.acts_for
    return ActorFacts(
        is_contributor=wrote or proposed,
        is_submitter=case.assessment.submitted_by in actor.acts_for,
        training_current=actor.is_trained(today),
        training_rule=current_settings(session).training_rule,
    )


def input_facts(given: ActionInput) -> InputFacts:
    """The facts about the input; blank values count as not given."""
    return InputFacts(
        reason_given=given.says_why,
        due_regard_confirmed=given.due_regard,
        return_to=given.return_to,
        return_due_given=given.due_on is not None,
        next_due_given=given.next_due_on is not None,
        parent_given=bool(given.parent_reference),
        new_fact_given=given.says_why,
        reference_given=bool(given.reference.strip()),
        urgent=given.urgent,
        ratify_by_given=given.ratify_by is not None,
        review_reason=given.review_reason,
        successor_concluded=given.successor_concluded,
        no_judgement_changed=bool(given.corrected) and set(given.corrected) <= set(CORRECTABLE),
        correction_notice_given=bool(given.notice.strip()),
    )
