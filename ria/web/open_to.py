"""What a policy's page offers this person: links to pages, and buttons for what needs no form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ria.db.store import Store
from ria.models import SignatureKind
from ria.permissions import Permission
from ria.queries.facts import open_actions, settled_level, the_case
from ria.queries.subjects import form_stage
from ria.web.access import SeenPolicy
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import APPROVAL, Stage

BUTTONS = {Action.START: "start", Action.TAKE_BACK: "take-back"}
"""Actions that need nothing typed, and the last part of the address they are posted to."""

DECIDED_ON_A_PAGE = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
FORMS = frozenset({Stage.SCREENING})
"""The stages whose forms have pages."""


@dataclass(frozen=True)
class Option:
    """One thing to do: a link (`href`), or a button that posts to `post_to`."""

    label: str
    href: str = ""
    post_to: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Options:
    """What is open to this person, the first being what is expected of them."""

    offered: list[Option]
    level: Level | None


def open_to(session: Session, store: Store, seen: SeenPolicy, today: date) -> Options:
    """The options of this person for the policy's newest edition."""
    assessment = seen.assessment
    if assessment is None or assessment.id is None:
        return Options([], None)
    case = the_case(session, store, assessment, seen.policy)
    level = settled_level(case)
    actions = {
        action: [guard.reason for guard in unmet]
        for action, unmet in open_actions(session, store, case, seen.person, today)
    }
    offered = [
        *_buttons(seen.policy.reference, actions),
        *_pages(assessment.id, assessment.stage, actions, seen),
        *_signatures(assessment.id, assessment.stage, seen),
    ]
    return Options(offered, level)


def _buttons(reference: str, actions: dict[Action, list[str]]) -> list[Option]:
    return [
        Option(action.label, post_to=f"/policies/{reference}/{end}")
        for action, end in BUTTONS.items()
        if action in actions and not actions[action]
    ]


def _pages(
    assessment_id: int, stage: Stage, actions: dict[Action, list[str]], seen: SeenPolicy
) -> list[Option]:
    form = form_stage(stage)
    if form not in FORMS:
        return []
    base, name = f"/assessments/{assessment_id}", form.value.replace("_", " ")
    found = []
    if Action.SUBMIT in actions:
        found.append(Option(f"Fill in the {name} form", f"{base}/{form}"))
    if DECIDED_ON_A_PAGE & set(actions):
        hint = "; ".join(actions.get(Action.APPROVE, []))
        found.append(Option(f"Decide on the {name} form", f"{base}/decision", hint=hint))
    if not found and seen.may(Permission.DRAFT_READ):
        found.append(Option(f"Read the {name} form", f"{base}/{form}"))
    return found


def _signatures(assessment_id: int, stage: Stage, seen: SeenPolicy) -> list[Option]:
    if stage not in APPROVAL or form_stage(stage) not in FORMS:
        return []
    base = f"/assessments/{assessment_id}/signatures"
    found = []
    if seen.may(Permission.SIGN_SECOND):
        found.append(Option("Give a second signature", f"{base}/{SignatureKind.SECOND}"))
    if seen.may(Permission.SIGN_COMMITTEE):
        found.append(Option("Sign for the committee", f"{base}/{SignatureKind.COMMITTEE}"))
    if seen.may(Permission.SIGNATURE_ASK):
        found.append(Option("Ask for a signature", base))
    return found
