"""The capacities in which a form can be signed, and the signatures that are still required."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from forms.answers.rating import final_level, rate
from ria.db.store import Store
from ria.models import SignatureKind
from ria.queries.assessment.case import Case
from ria.queries.process.approval_outcome import Approval, approval
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.stages import APPROVAL, FORM_AT, Stage


def can_be_signed(stage: Stage, kind: SignatureKind) -> bool:
    """Whether the form that awaits a decision at this stage can ever be signed in this capacity."""
    return stage in FORM_AT and kind in FORM_AT[stage].signed_as


def offered(case: Case) -> tuple[SignatureKind, ...]:
    """The capacities that make sense for this form with its present answers.

    A screening takes a second signature only if it finds no relevance, and the committee's only if
    its level is below the computed one.
    """
    stage = case.assessment.stage
    if stage not in APPROVAL:
        return ()
    kinds = FORM_AT[stage].signed_as
    content = case.content
    if content is None or content.form != Stage.SCREENING:
        return kinds
    level = final_level(content.questions, content.answers)
    lowered = level is None or level < rate(content.questions, content.answers).level
    left_out = {
        *([] if level is Level.NONE else [SignatureKind.SECOND]),
        *([] if lowered else [SignatureKind.COMMITTEE]),
    }
    return tuple(kind for kind in kinds if kind not in left_out)


def still_needed(
    session: Session, store: Store, case: Case, today: date
) -> dict[SignatureKind, Guard]:
    """The signatures that approving this form needs, each with the guard that it satisfies."""
    return needed_for(approval(session, store, case, today))


def needed_for(leads: Approval | None) -> dict[SignatureKind, Guard]:
    """The same, for an approval that was already worked out."""
    if leads is None:
        return {}
    unmet = leads.row.unmet(leads.facts)
    return {guard.signature: guard for guard in unmet if guard.signature is not None}
