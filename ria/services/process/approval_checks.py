"""What has to be confirmed or said in writing with an action, beside the process's guards."""

from __future__ import annotations

from ria.history import UnitOfWork
from ria.models import DueRegard, StageChange
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.assessment.returns import disagreeing, unchanged_since_return
from ria.queries.process.decision import remarks
from ria.queries.process.due_regard import statement
from ria.services.kit.errors import Reason, Unmet
from workflows.actions import Action

DUE_REGARD = Reason(
    "due_regard",
    "It is not confirmed that whoever approves had due regard themselves",
    "Read the answers, then confirm it with the decision. Nobody can do this for you.",
)
DISAGREEMENT_ANSWERED = Reason(
    "disagreement_answered",
    "A signature disagrees or defers, and has not been answered",
    "It is no veto. Say in writing why it is approved all the same.",
)
REMARKS_ANSWERED = Reason(
    "remarks_answered",
    "A section is judged “To fix”, or a comment is not dealt with",
    "Say in writing why it is approved all the same, or return it.",
)


NOTHING_CHANGED = Reason(
    "changed_since_return",
    "Nothing has changed since it was returned",
    "Change what was asked for, or say why nothing was changed.",
)


def refuse_unchanged(unit: UnitOfWork, case: Case, given: ActionInput) -> None:
    """Raise `Unmet` where a returned form comes back as it was and nobody says why."""
    if not given.reason.strip() and unchanged_since_return(unit.session, case):
        raise Unmet("This cannot be done yet.", (NOTHING_CHANGED,))


def check_approval(unit: UnitOfWork, case: Case, given: ActionInput) -> None:
    """Raise `Unmet` with everything that whoever approves still owes."""
    owed = [] if given.due_regard else [DUE_REGARD]
    if not given.reason.strip():
        if disagreeing(case):
            owed.append(DISAGREEMENT_ANSWERED)
        if remarks(unit.session, case).ask_for_words:
            owed.append(REMARKS_ANSWERED)
    if owed:
        raise Unmet("This cannot be done yet.", tuple(owed))


def record_due_regard(unit: UnitOfWork, case: Case, change: StageChange) -> str | None:
    """Keep what was confirmed at an approval, in the words shown; None for any other action."""
    if change.action is not Action.APPROVE or case.content is None:
        return None
    words = statement(case.content, unit.store.sets.frames[case.assessment.frame])
    unit.session.flush()  # the change gets its id
    assert change.id is not None
    unit.session.add(DueRegard(stage_change_id=change.id, statement=words))
    return words
