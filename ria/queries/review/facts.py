"""The facts of a review: what it proposes, and the level that its new screening gives."""

from __future__ import annotations

from sqlmodel import Session

from forms.answers.answers import unanswered
from forms.answers.rating import final_level, rate
from ria.models import SignatureKind
from ria.queries.assessment.case import Case, agreed
from ria.queries.assessment.editions import current_edition, policy_by_reference
from ria.queries.assessment.form_content import FormContent
from ria.queries.register.one_off import is_done_once
from ria.queries.review.reviews import review_of
from workflows.facts.forms import ReviewFacts
from workflows.facts.outcomes import ReviewDecision, ReviewReason
from workflows.levels import Level
from workflows.stages import Stage

SCREENING_AGAIN = "screening"
"""The part of the review form that repeats the screening."""

SIGNS_SETTLED = frozenset({"none", "explained"})


def review_facts(session: Session, case: Case) -> ReviewFacts:
    """What the guards of rows 16 to 19 ask; the cautious defaults for any other form."""
    content = case.content
    if content is None or content.form != Stage.REVIEW:
        return ReviewFacts()
    decision = proposed_decision(content)
    replaces = decision is ReviewDecision.REPLACE
    return ReviewFacts(
        complete=not unanswered(content.questions, content.answers, part=""),
        screening_rerun=not unanswered(content.questions, content.answers, part=SCREENING_AGAIN),
        rescreened_level=rescreened_level(case, content),
        unexplained_signal=_unexplained(session, case, content),
        decision=decision,
        replacement_counts=not replaces or _replacement_counts(session, case, content),
        closable=is_done_once(case.policy),
    )


def _replacement_counts(session: Session, case: Case, content: FormContent) -> bool:
    """Whether the policy that is to take the place of this one stands on its own."""
    named = str(content.visible.get("replaced_by") or "").strip()
    other = policy_by_reference(session, named) if named else None
    if other is None or other.id is None or other.id == case.policy.id:
        return False
    return current_edition(session, other.id) is not None


def rescreened_level(case: Case, content: FormContent) -> Level | None:
    """The repeated screening's level. One below the computed needs the committee's signature."""
    final = final_level(content.questions, content.answers)
    computed = rate(content.questions, content.answers).level
    if final is None or final >= computed or agreed(case, SignatureKind.COMMITTEE):
        return final
    return computed


def proposed_decision(content: FormContent) -> ReviewDecision | None:
    """Return the decision that the review form proposes; None while it is unanswered."""
    answer = content.visible.get("review_decision")
    return ReviewDecision(answer) if answer in set(ReviewDecision) else None


def _unexplained(session: Session, case: Case, content: FormContent) -> bool:
    """Whether a sign of harm is left unexplained. A signal's review cannot answer "none"."""
    signs = content.visible.get("signs")
    if signs == "none" and case.assessment.id is not None:
        held = review_of(session, case.assessment.id)
        reasons = {cause.reason for cause in held.causes} if held else set()
        return ReviewReason.SIGNAL in reasons
    return signs not in SIGNS_SETTLED
