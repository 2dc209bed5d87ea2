"""Signatures: asking for one, and giving one."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from ria.models import SignatureKind
from ria.permissions.map import Permission
from ria.queries.process.decision import was_sent
from ria.queries.process.signature_capacities import can_be_signed
from ria.services.kit.errors import Invalid, Stale
from ria.services.signoff.requests import OFFICES, ask_for_signature
from ria.services.signoff.signatures import sign
from ria.services.signoff.verdicts import PERMISSIONS
from ria.web.edge.csrf import posted
from ria.web.kit.forms import posted_seen, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.process.decision_page import Deciding, deciding
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store
from ria.web.signoff.signing_page import as_signing, asking, asking_page, signing, signing_page

pages = Blueprint("signatures", __name__)

ASKING = "/assessments/<int:assessment_id>/signatures"
SIGNING = "/assessments/<int:assessment_id>/signatures/<kind>"
NOT_NOW = "Nothing awaits a signature now."
NOT_SO = "The form that awaits a decision now is not signed in that capacity."


@pages.get(ASKING)
@requires(Permission.SIGNATURE_ASK)
def given(assessment_id: int) -> Response:
    """The signatures given and awaited, and the form to ask for one."""
    shown = deciding(assessment_id, Permission.SIGNATURE_ASK)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    return asking_page(shown, asking(shown)())


@pages.post(ASKING)
@requires(Permission.SIGNATURE_ASK)
def ask(assessment_id: int) -> Response:
    """Ask somebody for a signature."""
    shown = deciding(assessment_id, Permission.SIGNATURE_ASK)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    form = asking(shown)()
    if form.validate():
        kind = SignatureKind(str(form.given["kind"]))
        try:
            ask_for_signature(
                write_store(),
                assessment_id=assessment_id,
                kind=kind,
                actor_id=signed_in().id,
                asked_ref=str(form.given.get("asked", "")),
                token=posted_token(),
            )
        except Invalid as refusal:
            form.refuse("kind" if kind in OFFICES else refusal.field, refusal.message)
        else:
            flash("Asked. They get a mail with a link to the form.", "success")
            return go_to(f"/assessments/{assessment_id}/signatures")
    return asking_page(shown, form, 422)


@pages.get(SIGNING)
@requires(Permission.DRAFT_READ)
def read_and_sign(assessment_id: int, kind: str) -> Response:
    """The answers to read, and the form to sign."""
    capacity = _capacity(kind)
    shown = _to_sign(assessment_id, capacity)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    return signing_page(shown, capacity, signing(shown, capacity)())


@pages.post(SIGNING)
@requires(Permission.DRAFT_READ)
def give(assessment_id: int, kind: str) -> Response:
    """Sign. The signature applies to the content that the page showed."""
    capacity = _capacity(kind)
    shown = _to_sign(assessment_id, capacity)
    if shown is None:
        return _too_late(assessment_id)
    form = signing(shown, capacity)()
    if form.rearranged:
        return signing_page(shown, capacity, form, seen=posted_seen())
    if not form.validate():
        return signing_page(shown, capacity, form, status=422, seen=posted_seen())
    return _sign(shown, capacity, form)


def _sign(shown: Deciding, capacity: SignatureKind, form: PageForm) -> Response:
    reference, assessment_id = shown.case.policy.reference, shown.case.assessment.id
    assert assessment_id is not None
    try:
        sign(
            write_store(),
            assessment_id=assessment_id,
            kind=capacity,
            actor_id=signed_in().id,
            given=as_signing(form),
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return signing_page(shown, capacity, form, status=422, seen=posted_seen())
    except Stale as refusal:
        now = _to_sign(assessment_id, capacity)
        if now is None:
            return _too_late(assessment_id)
        form.refuse("", refusal.message)
        return signing_page(now, capacity, form, status=409)
    flash("Signed. The Strategy Unit sees your signature.", "success")
    return go_to(f"/policies/{quote(reference, safe='')}")


def _to_sign(assessment_id: int, capacity: SignatureKind) -> Deciding | None:
    """The form that awaits a decision, if it can be signed in this capacity."""
    shown = deciding(assessment_id, PERMISSIONS[capacity])
    if shown is None or not can_be_signed(shown.case.assessment.stage, capacity):
        return None
    return shown


def _capacity(kind: str) -> SignatureKind:
    if kind not in set(SignatureKind):
        raise NotFound
    return SignatureKind(kind)


def _nothing_to_sign(assessment_id: int) -> Response:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    flash(NOT_SO if deciding(assessment_id) else NOT_NOW, "note")
    return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")


def _too_late(assessment_id: int) -> Response:
    """The second press of a button leads where the first did; a signature that came too late is
    refused, with the input still there to copy.
    """
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    if was_sent(read_session(), seen.person.id, posted_token()):
        return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")
    return page("pages/signoff/signatures/too_late.html", 409, policy=seen.policy, kept=posted())
