"""What a policy's page offers this person: links to pages, and buttons for actions without a
form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ria.db.store import Store
from ria.links import PATHS
from ria.models import Assessment, SignatureKind
from ria.permissions.map import Permission
from ria.queries.assessment.case import Case, the_case
from ria.queries.assessment.editions import current_edition
from ria.queries.assessment.form_content import opened_forms
from ria.queries.assessment.subject import subject_of
from ria.queries.process.approval_outcome import approval
from ria.queries.process.facts import facts_for_anybody
from ria.queries.process.form_facts import settled_level
from ria.queries.process.next_step import asked_of
from ria.queries.process.open_actions import open_actions
from ria.queries.process.signature_capacities import can_be_signed, needed_for, offered
from ria.services.process.editions import ways_to_open
from ria.services.signoff.verdicts import PERMISSIONS
from ria.web.request.access import SeenPolicy
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import APPROVAL, FORM_BY_NAME, Stage, form_name

AT_ONCE = (Action.START, Action.TAKE_BACK)
"""Actions that need no input: a button."""

ON_A_PAGE = (
    Action.START_REVIEW,
    Action.AMEND_MINOR,
    Action.CORRECT,
    Action.RAISE_LEVEL,
    Action.RECALL,
    Action.WITHDRAW,
    Action.COVER,
    Action.REVOKE,
)
"""Actions whose page asks for their input."""

ONLY_WHEN_FREE = frozenset({Action.START_REVIEW, Action.AMEND_MINOR})
"""Actions whose page is offered only if every guard that needs no input is met."""

LINKS = {
    Action.CORRECT: "Correct the public page",
    Action.REVOKE: "Revoke the assessment",
    Action.AMEND_MINOR: "Agree to the minor amendment",
}
"""The texts of links that say more than the action's button."""

DECIDED_TOGETHER = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
"""Actions that are offered together, on the page of a decision."""


@dataclass(frozen=True)
class Option:
    """One possible action: a link (`href`), or a button that posts to `post_to`."""

    label: str
    href: str = ""
    post_to: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Options:
    """The actions available to this person, the expected one first; the level that the form gives;
    the signatures still needed to approve the form; and the stage to which approving it leads.
    """

    offered: list[Option]
    level: Level | None
    needed: tuple[str, ...] = ()
    leads_to: Stage | None = None


def available_actions(session: Session, store: Store, seen: SeenPolicy, today: date) -> Options:
    """The options of this person for the policy's newest edition."""
    assessment = seen.assessment
    if assessment is None or assessment.id is None:
        return Options([], None)
    case = the_case(session, store, assessment, seen.policy)
    level = settled_level(case)
    whoever = facts_for_anybody(session, store, case, today)
    actions = {
        action: [guard.reason for guard in unmet]
        for action, unmet in open_actions(
            session, store, case, seen.person, today, subject=seen.subject, whoever=whoever
        )
    }
    leads = approval(session, store, case, today, whoever=whoever)
    needed = needed_for(leads)
    offered = [
        *_buttons(assessment.id, actions),
        *_forms(session, assessment, actions, seen),
        *_signatures(assessment, seen, _to_sign(session, case, seen, needed)),
        *_other_actions(assessment.id, actions, assessment.level),
        *_while_it_counts(assessment, seen, actions),
        *_beside(session, store, seen, today),
        *_new_edition(seen),
        *_handover(seen),
    ]
    labels = tuple(kind.label for kind in needed)
    return Options(offered, level, labels, leads.row.target if leads else None)


Open = dict[Action, list[str]]
"""The actions available to a person, each with the reasons that still prevent it."""


def _buttons(assessment_id: int, actions: Open) -> list[Option]:
    return [
        Option(action.label, post_to=_address(assessment_id, action))
        for action in AT_ONCE
        if action in actions and not actions[action]
    ]


def _other_actions(assessment_id: int, actions: Open, level: Level | None) -> list[Option]:
    return [
        Option(LINKS.get(action, action.label), _address(assessment_id, action))
        for action in ON_A_PAGE
        if action in actions
        and not (action is Action.RAISE_LEVEL and level is Level.HIGH)
        and not (action in ONLY_WHEN_FREE and actions[action])
    ]


def _while_it_counts(assessment: Assessment, seen: SeenPolicy, actions: Open) -> list[Option]:
    """Small changes to a current assessment, and what came to light during its review."""
    base = f"/assessments/{assessment.id}"
    found = []
    owns = seen.subject.owner_id in seen.person.acts_for
    if assessment.stage is Stage.CURRENT and owns:
        found.append(Option("Propose a minor amendment", f"{base}/amendment"))
    if Action.AMEND_MINOR in actions and not actions[Action.AMEND_MINOR]:
        found.append(Option("Do not agree to the minor amendment", f"{base}/amendment/decline"))
    in_review = assessment.stage in (Stage.REVIEW, Stage.REVIEW_APPROVAL)
    if in_review and (owns or seen.may(Permission.DECISION_TAKE)):
        found.append(Option("Add what has come to light", f"{base}/signal"))
    return found


def _beside(session: Session, store: Store, seen: SeenPolicy, today: date) -> list[Option]:
    """What can be done to the edition in force while the next one is prepared."""
    newest, policy_id = seen.assessment, seen.policy.id
    if newest is None or not newest.is_open or newest.edition == 1 or policy_id is None:
        return []
    counts = current_edition(session, policy_id)
    if counts is None or counts.id is None:
        return []
    case = the_case(session, store, counts, seen.policy)
    subject = subject_of(session, seen.policy, counts)
    found = dict(open_actions(session, store, case, seen.person, today, subject=subject))
    base = f"/assessments/{counts.id}/actions"
    return [
        Option(f"{LINKS[action]} (edition {counts.edition})", f"{base}/{action}")
        for action in (Action.CORRECT, Action.REVOKE)
        if action in found
    ]


def _new_edition(seen: SeenPolicy) -> list[Option]:
    ways = ways_to_open(seen.assessment, seen.person)
    if not ways or not seen.may(Permission.EDITION_OPEN):
        return []
    address = f"{PATHS.policy(seen.policy.reference)}/editions/new"
    return [Option("Open a new edition", address)]


def _handover(seen: SeenPolicy) -> list[Option]:
    if not seen.may(Permission.POLICY_HANDOVER):
        return []
    address = f"{PATHS.policy(seen.policy.reference)}/handover"
    return [Option("Hand over to somebody else", address)]


def _address(assessment_id: int, action: Action) -> str:
    return f"/assessments/{assessment_id}/actions/{action}"


def _forms(
    session: Session, assessment: Assessment, actions: Open, seen: SeenPolicy
) -> list[Option]:
    """The form of the stage, to fill in or to decide on; and all earlier forms, to read."""
    assert assessment.id is not None
    stage, base = assessment.stage, f"/assessments/{assessment.id}"
    acting: list[Option] = []
    to_read: list[Option] = []
    for form in opened_forms(session, assessment.id):
        name = FORM_BY_NAME[form].words
        is_now = form == form_name(stage)
        if is_now and stage not in APPROVAL and seen.may(Permission.ANSWERS_EDIT):
            acting.append(Option(f"Fill in the {name} form", f"{base}/{form}"))
        elif is_now and DECIDED_TOGETHER & set(actions):
            hint = "; ".join(actions.get(Action.APPROVE, []))
            acting.append(Option(f"Decide on the {name} form", f"{base}/decision", hint=hint))
        elif seen.may(Permission.DRAFT_READ):
            to_read.append(Option(f"Read the {name} form", f"{base}/{form}"))
    if stage is Stage.APPROVED and seen.may(Permission.DRAFT_READ):
        acting.append(Option("Preview the public page", f"{base}/preview"))
    return acting + to_read


def _to_sign(
    session: Session, case: Case, seen: SeenPolicy, needed: Iterable[SignatureKind]
) -> list[SignatureKind]:
    """The capacities in which this person can sign now: where they were asked, or where their
    office is still needed. A committee's officers need not be asked.
    """
    if not seen.person.acts_for.isdisjoint(seen.subject.answer_for_it):
        return []  # nobody signs for their own policy
    asked = asked_of(session, case.assessment, seen.person.id)
    waited_for = set(needed) - {SignatureKind.SECOND}
    possible = offered(case)
    if SignatureKind.COMMITTEE in possible:
        waited_for.add(SignatureKind.COMMITTEE)
    return [
        kind
        for kind, permission in PERMISSIONS.items()
        if seen.may(permission)
        and can_be_signed(case.assessment.stage, kind)
        and kind in asked | waited_for
    ]


def _signatures(
    assessment: Assessment, seen: SeenPolicy, kinds: list[SignatureKind]
) -> list[Option]:
    if assessment.stage not in APPROVAL:
        return []
    base = f"/assessments/{assessment.id}/signatures"
    found = [Option(f"Sign: {kind.label.lower()}", f"{base}/{kind}") for kind in kinds]
    if seen.may(Permission.SIGNATURE_ASK):
        found.append(Option("Ask for a signature", base))
    return found
