"""Actions with a page of their own: start, take back, raise the level, recall, withdraw, cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.actions import cover_form, plain_form, raise_form, recall_form, withdraw_form
from forms.pages.page import PageForm
from ria.models import Operation
from ria.permissions import Permission
from ria.queries.case import Given
from ria.services.errors import Invalid, Unmet
from ria.services.take_action import take_action
from ria.web.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.form_pages import as_errors, as_reasons, posted_token
from ria.web.pages import go_to, page
from ria.web.reading import commanding
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage

pages = Blueprint("actions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/actions/<action>"


@dataclass(frozen=True)
class ActionPage:
    """How one action is asked for: its heading, what it means, its button and its form."""

    heading: str
    meaning: str
    button: str
    done: str
    form: Callable[[SeenAssessment], type[PageForm]]


def _withdraw(seen: SeenAssessment) -> type[PageForm]:
    operating = seen.policy.operation is Operation.OPERATING
    return withdraw_form(needs_next=operating or seen.assessment.edition > 1)


def _raise(seen: SeenAssessment) -> type[PageForm]:
    present = seen.assessment.level
    if present is None:
        raise Unmet("The level is raised once the screening is approved.")
    above = {level.value: level.label for level in reversed(Level) if level > present}
    if not above:
        raise Unmet("The level is high already.")
    return raise_form(above)


PAGES = {
    Action.START: ActionPage(
        "Start the screening",
        "The screening form opens for the owner and the deputy.",
        "Start screening",
        "The screening has begun.",
        lambda _: plain_form(),
    ),
    Action.TAKE_BACK: ActionPage(
        "Take the form back",
        "The form opens again, and has to be handed in once more. It can be taken back only while "
        "nobody has signed it.",
        "Take it back",
        "You have the form back.",
        lambda _: plain_form(),
    ),
    Action.RAISE_LEVEL: ActionPage(
        "Raise the level",
        "The assessment goes back to its form at the new level. What was written stays; questions "
        "that were left out before are now asked, and the form has to be handed in and approved "
        "again. The owner is told.",
        "Raise the level",
        "The level is raised. The owner has been told.",
        _raise,
    ),
    Action.RECALL: ActionPage(
        "Recall the approval",
        "The assessment goes back to the approval it came from, and is decided on again in the "
        "light of the new fact. Nothing is published meanwhile, and the dates set by the approval "
        "no longer count.",
        "Recall it",
        "The approval is recalled. It awaits a decision again.",
        lambda _: recall_form(),
    ),
    Action.WITHDRAW: ActionPage(
        "Withdraw the assessment",
        "The assessment ends here, and no more reminders are sent about it. What was written stays "
        "on record and can be carried into a new assessment.",
        "Withdraw it",
        "The assessment is withdrawn.",
        _withdraw,
    ),
    Action.COVER: ActionPage(
        "Cover by another policy",
        "The assessment ends here. From now on the policy follows the dates of the other one, and "
        "the history says so. A new assessment can be opened if it turns out to need its own.",
        "Cover it",
        "The policy is now covered by the other one's assessment.",
        lambda _: cover_form(),
    ),
}


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def ask(assessment_id: int, action: str) -> Response:
    """The action's form."""
    wanted = _action(action)
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    return _page(seen, wanted, PAGES[wanted].form(seen)())


@pages.post(ADDRESS)
@requires(Permission.DRAFT_READ)
def take(assessment_id: int, action: str) -> Response:
    """Take the action. What stands in the way is listed, all that was typed kept."""
    wanted = _action(action)
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    form = PAGES[wanted].form(seen)()
    if not form.validate():
        return _page(seen, wanted, form, as_errors(form.problems))
    reference = seen.policy.reference
    try:
        stage = take_action(
            commanding(),
            assessment_id=assessment_id,
            action=wanted,
            actor_id=signed_in().id,
            given=_given(form),
            token=posted_token(),
        )
    except Unmet as refusal:
        return _page(seen, wanted, form, as_reasons(refusal.reasons, refusal.message))
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, wanted, form, as_errors(form.problems))
    flash(PAGES[wanted].done, "success")
    if stage is Stage.SCREENING:
        return go_to(f"/assessments/{assessment_id}/{stage}")
    return go_to(f"/policies/{quote(reference, safe='')}")


def _action(action: str) -> Action:
    if action not in set(PAGES):
        raise NotFound
    return Action(action)


def _given(form: PageForm) -> Given:
    given = form.given
    next_due = given.get("next_due_on")
    return Given(
        reason=str(given.get("reason", "")),
        parent_reference=str(given.get("parent_reference", "")).strip(),
        next_due_on=date.fromisoformat(str(next_due)) if next_due else None,
        level=Level(str(given["level"])) if given.get("level") else None,
    )


def _page(
    seen: SeenAssessment,
    action: Action,
    form: PageForm,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    return page(
        "pages/actions/action.html",
        200 if errors is None else 422,
        policy=seen.policy,
        address=f"/assessments/{seen.assessment.id}/actions/{action}",
        asked_for=PAGES[action],
        form=form,
        errors=errors or (),
    )
