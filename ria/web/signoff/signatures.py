"""Signatures: asking for one, and giving one."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from ria.links import PATHS
from ria.models import SignatureKind
from ria.permissions.map import Permission
from ria.queries.process.signature_capacities import can_be_signed
from ria.services.kit.errors import Invalid, Stale
from ria.services.signoff.requests import OFFICES, ask_for_signature
from ria.services.signoff.signatures import sign
from ria.services.signoff.verdicts import PERMISSIONS
from ria.web.edge.csrf import posted
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender, sent_before
from ria.web.kit.pages import go_to, page
from ria.web.process.decision_page import deciding
from ria.web.request.access import the_assessment
from ria.web.request.session import write_store
from ria.web.signoff.signing_page import (
    as_signing,
    asking,
    asking_context,
    signing,
    signing_context,
)

pages = Blueprint("signatures", __name__)

ASKING = "/assessments/<int:assessment_id>/signatures"
SIGNING = "/assessments/<int:assessment_id>/signatures/<kind>"
NOT_NOW = "Nothing awaits a signature now."
NOT_SO = "The form that awaits a decision now is not signed in that capacity."


@form_page(pages, ASKING, Permission.SIGNATURE_ASK)
def ask(assessment_id: int) -> FormPage | Response:
    """The signatures given and awaited, and the form to ask somebody for one."""
    shown = deciding(assessment_id, Permission.SIGNATURE_ASK)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    form = asking(shown)()

    def command() -> Done:
        kind, asked = SignatureKind(str(form.given["kind"])), str(form.given.get("asked", ""))
        try:
            ask_for_signature(
                write_store(), assessment_id=assessment_id, kind=kind, asked_ref=asked, **sender()
            )
        except Invalid as refusal:
            raise Invalid("kind" if kind in OFFICES else refusal.field, refusal.message) from None
        notice = "Asked. They get a mail with a link to the form."
        return Done(PATHS.signatures(assessment_id), notice)

    return FormPage(
        "pages/signoff/signatures/ask.html", form, command, lambda: asking_context(shown)
    )


@form_page(pages, SIGNING, Permission.DRAFT_READ)
def give(assessment_id: int, kind: str) -> FormPage | Response:
    """The answers to read, and the form to sign the content that the page shows."""
    if kind not in set(SignatureKind):
        raise NotFound
    capacity = SignatureKind(kind)
    shown = deciding(assessment_id, PERMISSIONS[capacity])
    if shown is None or not can_be_signed(shown.case.assessment.stage, capacity):
        late = request.method == "POST"
        return _too_late(assessment_id) if late else _nothing_to_sign(assessment_id)
    form, reference = signing(shown, capacity)(), shown.case.policy.reference

    def command() -> Done:
        given = as_signing(form)
        sign(write_store(), assessment_id=assessment_id, kind=capacity, given=given, **sender())
        notice = "Signed. The Strategy Unit sees your signature."
        return Done(PATHS.policy(reference), notice)

    return FormPage(
        "pages/signoff/signatures/sign.html",
        form,
        command,
        lambda: signing_context(shown, capacity),
        seen=lambda: {"seen": shown.content.hash},
        shows=(Invalid, Stale),
        rearranged=form.rearranged,
    )


def _nothing_to_sign(assessment_id: int) -> Response:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    flash(NOT_SO if deciding(assessment_id) else NOT_NOW, "note")
    return go_to(PATHS.policy(seen.policy.reference))


def _too_late(assessment_id: int) -> Response:
    """The second press of a button leads where the first did; a signature that came too late is
    refused, with the input still there to copy.
    """
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    if sent_before():
        return go_to(PATHS.policy(seen.policy.reference))
    return page("pages/signoff/signatures/too_late.html", 409, policy=seen.policy, kept=posted())
