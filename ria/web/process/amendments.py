"""Minor amendments, and new facts that come to light during a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from werkzeug.exceptions import Forbidden

from forms.pages.page import PageForm, page_form
from forms.pages.process.amending import amendment_form
from forms.pages.process.reviews import signal_form
from forms.questions.question import Kind, Question
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.review.amending import LIMBS
from ria.queries.review.reviews import REASONS
from ria.services.kit.errors import Unmet
from ria.services.review.amending import AmendmentInput, decline_amendment, propose_amendment
from ria.services.review.reviews import add_signal
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender
from ria.web.process.amending_pages import waiting
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import write_store
from workflows.facts.outcomes import ReviewReason
from workflows.stages import CURRENT, Stage

pages = Blueprint("amendments", __name__)

ADDRESS = "/assessments/<int:assessment_id>/amendment"
SIGNAL = "/assessments/<int:assessment_id>/signal"


@form_page(pages, ADDRESS, Permission.ANSWERS_EDIT)
def propose(assessment_id: int) -> FormPage:
    """Propose an amendment: what changes, and that nothing changes for people. Only the owner can:
    403 for the deputy and for contributors, who can tell the owner.
    """
    seen, form = _current(assessment_id), amendment_form()()
    if seen.subject.owner_id not in seen.person.acts_for:
        raise Forbidden

    def command() -> Done:
        texts = {name: str(form.given[name]) for name in ("summary", "before", "after")}
        given = AmendmentInput(**texts, limbs={limb: str(form.given[limb]) for limb in LIMBS})
        propose_amendment(write_store(), assessment_id=assessment_id, given=given, **sender())
        return _done(seen, "It is proposed. The Strategy Unit has been told.")

    return _page(seen, "propose", form, command)


@form_page(pages, f"{ADDRESS}/decline", Permission.DECISION_TAKE)
def decline(assessment_id: int) -> FormPage:
    """The proposal, and the form to decline it and send it back."""
    seen, form = _current(assessment_id), _why_not()()

    def command() -> Done:
        reason = str(form.given["reason"])
        decline_amendment(write_store(), assessment_id=assessment_id, reason=reason, **sender())
        return _done(seen, "It is sent back. Whoever proposed it has been told.")

    return _page(seen, "decline", form, command)


@form_page(pages, SIGNAL, Permission.DRAFT_READ)
def note(assessment_id: int) -> FormPage:
    """Add what has come to light to the open review; a review that awaits approval goes back to its
    author.
    """
    seen = the_assessment(assessment_id)
    if seen.assessment.stage not in CURRENT:
        raise Unmet("A review can be held only of an edition that counts now.")
    form = signal_form(_signals())()

    def command() -> Done:
        reason, words = ReviewReason(str(form.given["review_reason"])), str(form.given["reason"])
        add_signal(
            write_store(), assessment_id=assessment_id, reason=reason, words=words, **sender()
        )
        return _done(seen, "It is noted. The owner has been told.")

    return _page(seen, "signal", form, command)


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


def _current(assessment_id: int) -> SeenAssessment:
    seen = the_assessment(assessment_id)
    if seen.assessment.stage is not Stage.CURRENT:
        raise Unmet("A minor amendment can be made only to an assessment that is current.")
    return seen


def _page(
    seen: SeenAssessment, which: str, form: PageForm, command: Callable[[], Done]
) -> FormPage:
    def context() -> dict[str, Any]:
        found: dict[str, Any] = {"policy": seen.policy, "assessment": seen.assessment}
        return found if which == "signal" else {**found, "amendment": waiting(seen)}

    return FormPage(f"pages/process/amendment/{which}.html", form, command, context)


def _done(seen: SeenAssessment, notice: str) -> Done:
    return Done(PATHS.policy(seen.policy.reference), notice)
