"""The facts of a correction and of a minor amendment, which leave the stage as it is."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from ria.permissions import Person
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.review.amending import CORRECTABLE, LIMBS, NO_CHANGE, proposed_amendment
from workflows.stages import Stage


def amendment_facts(
    session: Session, case: Case, actor: Person, given: ActionInput
) -> dict[str, Any]:
    """What rows 29 and 30 ask, and who acts; nothing at any other stage."""
    if case.assessment.stage is not Stage.CURRENT or case.assessment.id is None:
        return {}
    waiting = proposed_amendment(session, case.assessment.id)
    return {
        "no_judgement_changed": bool(given.corrected) and set(given.corrected) <= set(CORRECTABLE),
        "amendment_proposed": waiting is not None,
        "limbs_unchanged": waiting is not None
        and all(waiting.limbs.get(limb) == NO_CHANGE for limb in LIMBS),
        "difference_attached": waiting is not None and waiting.before != waiting.after,
        "actor_is_contributor": waiting is not None and waiting.proposed_by in actor.acts_for,
    }
