"""Minor amendments, and new facts that come to light during a review."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import Forbidden

from forms.pages.page import PageForm, page_form
from forms.pages.process.amending import amendment_form
from forms.pages.process.reviews import signal_form
from forms.questions.question import Kind, Question
from ria.permissions.map import Permission
from ria.queries.review.amending import LIMBS
from ria.queries.review.reviews import REASONS
from ria.services.kit.errors import Invalid, Unmet
from ria.services.review.amending import AmendmentInput, decline_amendment, propose_amendment
from ria.services.review.reviews import add_signal
from ria.web.kit.forms import as_errors, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.process.amending_pages import waiting
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.request.session import write_store
from workflows.facts.outcomes import ReviewReason
from workflows.stages import CURRENT, Stage

pages = Blueprint("amendments", __name__)

ADDRESS = "/assessments/<int:assessment_id>/amendment"
DECLINE = f"{ADDRESS}/decline"
SIGNAL = "/assessments/<int:assessment_id>/signal"
Errors = list[dict[str, str]]


@pages.get(ADDRESS)
@requires(Permission.ANSWERS_EDIT)
def ask(assessment_id: int) -> Response:
    """The form to propose an amendment: what changes, and that nothing changes for people. Only the
    owner can propose one.
    """
    seen = _own(assessment_id)
    return _page(seen, "propose", amendment_form()())


@pages.post(ADDRESS)
@requires(Permission.ANSWERS_EDIT)
def propose(assessment_id: int) -> Response:
    """Propose it. What is more than a minor change is refused at its question."""
    seen = _own(assessment_id)
    form = amendment_form()()
    if not form.validate():
        return _page(seen, "propose", form, as_errors(form.problems))
    texts = {name: str(form.given[name]) for name in ("summary", "before", "after")}
    given = AmendmentInput(**texts, limbs={limb: str(form.given[limb]) for limb in LIMBS})
    try:
        propose_amendment(
            write_store(),
            assessment_id=assessment_id,
            actor_id=signed_in().id,
            given=given,
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, "propose", form, as_errors(form.problems))
    flash("It is proposed. The Strategy Unit has been told.", "success")
    return _back(seen)


@pages.get(DECLINE)
@requires(Permission.DECISION_TAKE)
def ask_to_decline(assessment_id: int) -> Response:
    """The form to decline: the proposal, and why it is not agreed to."""
    seen = _current(assessment_id, Permission.DECISION_TAKE)
    return _page(seen, "decline", _why_not()())


@pages.post(DECLINE)
@requires(Permission.DECISION_TAKE)
def decline(assessment_id: int) -> Response:
    """Decline it and send it back."""
    seen = _current(assessment_id, Permission.DECISION_TAKE)
    form = _why_not()()
    if not form.validate():
        return _page(seen, "decline", form, as_errors(form.problems))
    decline_amendment(
        write_store(),
        assessment_id=assessment_id,
        actor_id=signed_in().id,
        reason=str(form.given["reason"]),
        token=posted_token(),
    )
    flash("It is sent back. Whoever proposed it has been told.", "success")
    return _back(seen)


@pages.get(SIGNAL)
@requires(Permission.DRAFT_READ)
def ask_what(assessment_id: int) -> Response:
    """The form to record what has come to light during a review."""
    seen = _counts(assessment_id)
    return _page(seen, "signal", signal_form(_signals())())


@pages.post(SIGNAL)
@requires(Permission.DRAFT_READ)
def note(assessment_id: int) -> Response:
    """Add it to the open review; a review that awaits approval goes back to its author."""
    seen = _counts(assessment_id)
    form = signal_form(_signals())()
    if not form.validate():
        return _page(seen, "signal", form, as_errors(form.problems))
    add_signal(
        write_store(),
        assessment_id=assessment_id,
        reason=ReviewReason(str(form.given["review_reason"])),
        words=str(form.given["reason"]),
        actor_id=signed_in().id,
        token=posted_token(),
    )
    flash("It is noted. The owner has been told.", "success")
    return _back(seen)


def _signals() -> dict[str, str]:
    return {
        reason.value: words
        for reason, words in REASONS.items()
        if reason is not ReviewReason.SCHEDULED
    }


def _why_not() -> type[PageForm]:
    return page_form(
        "decline",
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=2_000,
            label="Why is it not agreed to?",
            help="The owner reads this. If it is more than a minor amendment, say so.",
            example="It changes who may apply. Start a review of the policy.",
            missing="Say why it is not agreed to",
        ),
    )


def _own(assessment_id: int) -> SeenAssessment:
    """The edition, for its owner. 403 for the deputy and for contributors, who can tell the
    owner.
    """
    seen = _current(assessment_id, Permission.ANSWERS_EDIT)
    if seen.subject.owner_id not in seen.person.acts_for:
        raise Forbidden
    return seen


def _current(assessment_id: int, permission: Permission) -> SeenAssessment:
    seen = the_assessment(assessment_id, permission)
    if seen.assessment.stage is not Stage.CURRENT:
        raise Unmet("A minor amendment can be made only to an assessment that is current.")
    return seen


def _counts(assessment_id: int) -> SeenAssessment:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    if seen.assessment.stage not in CURRENT:
        raise Unmet("A review can be held only of an edition that counts now.")
    return seen


def _page(
    seen: SeenAssessment, which: str, form: PageForm, errors: Errors | None = None
) -> Response:
    return page(
        f"pages/process/amendment/{which}.html",
        200 if errors is None else 422,
        policy=seen.policy,
        assessment=seen.assessment,
        amendment=waiting(seen),
        form=form,
        errors=errors or (),
    )


def _back(seen: SeenAssessment) -> Response:
    return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")
