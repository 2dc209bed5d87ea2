"""The steps before publication: preview, disclosure check, and confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from ria.links import PATHS
from ria.permissions.map import Permission
from ria.publishing.assessed import assessment_snapshot, public_forms
from ria.publishing.inventory import NEVER, inventory
from ria.queries.assessment.case import ActionInput, Case, the_case
from ria.queries.process.open_actions import open_actions
from ria.queries.publication.disclosure import (
    Checked,
    disclosure_check,
    to_be_public,
    why_not_check,
)
from ria.queries.register.policy_texts import texts_of
from ria.services.kit.errors import Stale, Unmet
from ria.services.process.take_action import take_action
from ria.services.publication.disclosure import check_disclosure
from ria.web.kit.forms import as_reasons, posted_seen, sender, today
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenAssessment, requires, the_assessment
from ria.web.request.session import read_session, the_store, write_store
from workflows.actions import Action
from workflows.guards.guard import Guard
from workflows.stages import PUBLICATION, Stage

pages = Blueprint("publishing", __name__)

BASE = "/assessments/<int:assessment_id>"


@dataclass(frozen=True)
class Readied:
    """An approved edition that awaits publication, and the person looking at it.

    `seen` is the hash of everything that would be published; `refused` says why this person may not
    sign the disclosure check; `unmet` holds the guards that prevent publication.
    """

    edition: SeenAssessment
    case: Case
    seen: str
    check: Checked | None
    refused: str
    may_publish: bool
    unmet: tuple[Guard, ...]

    @property
    def address(self) -> str:
        """The address at which the edition's pages begin."""
        return f"/assessments/{self.edition.assessment.id}"


@pages.get(f"{BASE}/preview")
@requires(Permission.DRAFT_READ)
def preview(assessment_id: int) -> Response:
    """Preview the public page, and list the answers that stay internal."""
    return _preview(_ready(assessment_id))


@pages.post(f"{BASE}/preview")
@requires(Permission.DECISION_TAKE)
def sign_check(assessment_id: int) -> Response:
    """Sign the disclosure check for the page that was shown."""
    ready = _ready(assessment_id)
    try:
        check_disclosure(write_store(), assessment_id=assessment_id, seen=posted_seen(), **sender())
    except Stale as refusal:
        again = _ready(assessment_id)
        return _preview(again, 409, [{"text": refusal.message}])
    flash("The disclosure check is signed.", "success")
    return go_to(f"{ready.address}/preview")


@pages.get(f"{BASE}/publish")
@requires(Permission.DECISION_TAKE)
def ask(assessment_id: int) -> Response:
    """Explain what publishing means, and ask for confirmation."""
    return _confirm(_ready(assessment_id))


@pages.post(f"{BASE}/publish")
@requires(Permission.DECISION_TAKE)
def publish(assessment_id: int) -> Response:
    """Publish. Unmet guards are listed."""
    seen = the_assessment(assessment_id)
    reference = seen.policy.reference
    try:
        about = {"assessment_id": assessment_id}
        take_action(write_store(), **about, action=Action.PUBLISH, given=ActionInput(), **sender())
    except Unmet as refusal:
        if the_assessment(assessment_id).assessment.stage is not Stage.APPROVED:
            raise
        ready = _ready(assessment_id)
        return _confirm(ready, 422, as_reasons(refusal.reasons, refusal.message))
    flash("It is published. The owner has been told.", "success")
    return go_to(PATHS.policy(reference))


def _ready(assessment_id: int) -> Readied:
    """Load the edition. 404 if it is not about to be published."""
    edition = the_assessment(assessment_id)
    if edition.assessment.stage is not Stage.APPROVED:
        raise NotFound
    session, store = read_session(), the_store()
    case = the_case(session, store, edition.assessment, edition.policy)
    seen = to_be_public(session, store, case)
    standing: dict[Action, tuple[Guard, ...]] = dict(
        open_actions(session, store, case, edition.person, today(), subject=edition.subject)
    )
    return Readied(
        edition=edition,
        case=case,
        seen=seen,
        check=disclosure_check(session, assessment_id, seen),
        refused=why_not_check(session, case, edition.person, edition.subject),
        may_publish=Action.PUBLISH in standing,
        unmet=standing.get(Action.PUBLISH, ()),
    )


def _preview(
    ready: Readied, status: int = 200, errors: list[dict[str, str]] | None = None
) -> Response:
    return page(
        "pages/publication/publishing/preview.html",
        status,
        errors=errors or (),
        policy=ready.edition.policy,
        ready=ready,
        entry=assessment_snapshot(read_session(), the_store(), ready.case, today()),
        **_listed(ready),
    )


def _confirm(
    ready: Readied, status: int = 200, errors: list[dict[str, str]] | None = None
) -> Response:
    return page(
        "pages/publication/publishing/confirm.html",
        status,
        policy=ready.edition.policy,
        ready=ready,
        errors=errors or (),
        **_listed(ready),
    )


def _listed(ready: Readied) -> dict[str, Any]:
    forms = public_forms(read_session(), the_store(), ready.case)
    form = forms.get(PUBLICATION)
    return {
        "may_attach": ready.edition.may(Permission.POLICY_CHANGE),
        "has_text": bool(texts_of(read_session(), ready.edition.policy.id or 0)),
        "said": form is not None and form.value("text_access") is not None,
        "listed": inventory(forms),
        "never": NEVER,
    }
