"""Signatures: asking for one, and giving one."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.decision import asking_form, signing_form
from forms.pages.page import PageForm
from forms.rating import final_level
from ria.models import SignatureKind, Verdict
from ria.permissions import Permission
from ria.queries.people import active_people, as_person
from ria.services.errors import Invalid, Stale
from ria.services.signatures import PERMISSIONS, ask_for_signature, sign
from ria.services.signing import Signing
from ria.web.access import requires, signed_in, the_assessment
from ria.web.answered import answered_sections, rating_of
from ria.web.decision_page import Deciding, deciding, signatures
from ria.web.form_pages import as_errors, posted_seen, posted_token, today
from ria.web.pages import go_to, page
from ria.web.reading import commanding, reading

pages = Blueprint("signatures", __name__)

ASKING = "/assessments/<int:assessment_id>/signatures"
SIGNING = "/assessments/<int:assessment_id>/signatures/<kind>"
NOT_NOW = "Nothing awaits a signature now."


@pages.get(ASKING)
@requires(Permission.SIGNATURE_ASK)
def given(assessment_id: int) -> Response:
    """The signatures given and waited for, and the form to ask for one."""
    shown = deciding(assessment_id, Permission.SIGNATURE_ASK)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    return _asking_page(shown, _asking(shown)())


@pages.post(ASKING)
@requires(Permission.SIGNATURE_ASK)
def ask(assessment_id: int) -> Response:
    """Ask somebody for a signature."""
    shown = deciding(assessment_id, Permission.SIGNATURE_ASK)
    if shown is None:
        return _nothing_to_sign(assessment_id)
    form = _asking(shown)()
    if form.validate():
        try:
            ask_for_signature(
                commanding(),
                assessment_id=assessment_id,
                kind=SignatureKind(str(form.given["kind"])),
                actor_id=signed_in().id,
                asked_ref=str(form.given.get("asked", "")),
                token=posted_token(),
            )
        except Invalid as refusal:
            form.refuse(refusal.field, refusal.message)
        else:
            flash("Asked. They get a mail with a link to the form.", "success")
            return go_to(f"/assessments/{assessment_id}/signatures")
    return _asking_page(shown, form, 422)


def _asking(shown: Deciding) -> type[PageForm]:
    authors = shown.seen.subject.contributors
    trained = {
        user.ref: user.name
        for user in active_people(reading())
        if user.id not in authors and as_person(user).is_trained(today())
    }
    return asking_form(trained)


def _asking_page(shown: Deciding, form: PageForm, status: int = 200) -> Response:
    return page(
        "pages/signatures/ask.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
        **signatures(shown.case),
    )


@pages.get(SIGNING)
@requires(Permission.DRAFT_READ)
def read_and_sign(assessment_id: int, kind: str) -> Response:
    """The answers to read, and the form to sign."""
    capacity = _capacity(kind)
    shown = deciding(assessment_id, PERMISSIONS[capacity])
    if shown is None:
        return _nothing_to_sign(assessment_id)
    return _signing_page(shown, capacity, _signing(capacity)())


@pages.post(SIGNING)
@requires(Permission.DRAFT_READ)
def give(assessment_id: int, kind: str) -> Response:
    """Sign. The signature covers what the page showed."""
    capacity = _capacity(kind)
    shown = deciding(assessment_id, PERMISSIONS[capacity])
    if shown is None:
        return _nothing_to_sign(assessment_id)
    form = _signing(capacity)()
    if not form.validate():
        return _signing_page(shown, capacity, form, 422)
    try:
        sign(
            commanding(),
            assessment_id=assessment_id,
            kind=capacity,
            actor_id=signed_in().id,
            given=_what(form),
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _signing_page(shown, capacity, form, 422)
    except Stale as refusal:
        form.refuse("", refusal.message)
        return _signing_page(shown, capacity, form, 409)
    flash("Signed. The Strategy Unit sees your signature.", "success")
    return go_to(f"/policies/{quote(shown.case.policy.reference, safe='')}")


def _what(form: PageForm) -> Signing:
    typed = form.given
    decided_on = typed.get("decided_on")
    return Signing(
        verdict=Verdict(str(typed["verdict"])),
        reason=str(typed["reason"]),
        seen=posted_seen(),
        decided_on=date.fromisoformat(str(decided_on)) if decided_on else None,
        minute_reference=str(typed.get("minute_reference", "")),
    )


def _capacity(kind: str) -> SignatureKind:
    if kind not in set(SignatureKind):
        raise NotFound
    return SignatureKind(kind)


def _signing(capacity: SignatureKind) -> type[PageForm]:
    return signing_form(committee=capacity is SignatureKind.COMMITTEE)


def _signing_page(
    shown: Deciding, capacity: SignatureKind, form: PageForm, status: int = 200
) -> Response:
    content = shown.content
    is_author = shown.seen.person.id in shown.seen.subject.contributors
    return page(
        "pages/signatures/sign.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        content=content,
        capacity=capacity,
        is_author=is_author or shown.seen.person.id == shown.seen.subject.submitted_by,
        form=form,
        sections=answered_sections(content, shown.case.policy.id),
        rating=rating_of(content),
        final=final_level(content.questions, content.answers),
        errors=as_errors(form.problems) if status != 200 else (),
        **signatures(shown.case),
    )


def _nothing_to_sign(assessment_id: int) -> Response:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    flash(NOT_NOW, "note")
    return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")
