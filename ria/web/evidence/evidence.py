"""The evidence bank: searched, read, added to, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from pydantic import JsonValue
from werkzeug.exceptions import Forbidden, NotFound

from forms.pages.evidence.evidence import GROUPS, evidence_form, superseding_form
from forms.pages.page import PageForm
from forms.questions.question import Audience
from ria.models import Evidence, EvidenceKind
from ria.permissions import Permission, may
from ria.queries.accounts.people import names
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.evidence import evidence as bank
from ria.queries.evidence.access import permission_for
from ria.queries.evidence.citations import citations
from ria.services.evidence.evidence import (
    EvidenceGiven,
    add_evidence,
    change_evidence,
    supersede_evidence,
)
from ria.services.kit.errors import Invalid, Stale
from ria.web.evidence.page import AUDIENCES, KINDS, differences
from ria.web.kit.forms import as_errors, posted_token, posted_version, today, uploaded
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import neighbours, one_of, start, typed
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("evidence", __name__)

OVERTAKEN = "Somebody else changed this source while you were writing"


@pages.get("/evidence")
@requires(Permission.EVIDENCE_READ)
def listed() -> Response:
    """The sources this person may see, searched and filtered."""
    wanted = typed("policy")
    policy = policy_by_reference(read_session(), wanted) if wanted else None
    filters = bank.EvidenceFilters(
        words=typed("words"),
        kind=one_of("kind", EvidenceKind),
        area=typed("area"),
        policy_id=(policy.id if policy else -1) if wanted else None,
    )
    shown = bank.evidence_list(read_session(), signed_in(), filters, start())
    return page(
        "pages/evidence/list.html",
        lines=shown.rows,
        filters=filters,
        wanted=wanted,
        policy=policy,
        may_add=policy is not None
        and the_policy(policy.reference, Permission.POLICY_SUMMARY).may(Permission.EVIDENCE_ADD),
        kinds=KINDS,
        areas=bank.areas(read_session(), signed_in()),
        is_old=lambda as_of: bank.is_old(as_of, today()),
        **neighbours(
            shown, words=filters.words, kind=filters.kind, area=filters.area, policy=wanted
        ),
    )


@pages.get("/evidence/<ref>")
@requires(Permission.EVIDENCE_READ)
def one(ref: str) -> Response:
    """A source: what it says, its limits, where it is, and who cites it."""
    found, seen = _seen(ref)
    return page(
        "pages/evidence/one.html",
        **_about(found),
        may_change=seen.may(Permission.EVIDENCE_ADD),
        citations=citations(read_session(), found.evidence.ref),
        added_by=names(read_session(), [found.evidence.added_by]),
        is_old=bank.is_old(found.evidence.as_of, today()),
    )


@pages.get("/policies/<reference>/evidence/new")
@requires(Permission.EVIDENCE_ADD)
def form(reference: str) -> Response:
    """The empty form."""
    seen = the_policy(reference, Permission.EVIDENCE_ADD)
    return _adding(seen, _form()())


@pages.post("/policies/<reference>/evidence/new")
@requires(Permission.EVIDENCE_ADD)
def add(reference: str) -> Response:
    """Add the source and show it."""
    seen = the_policy(reference, Permission.EVIDENCE_ADD)
    filled = _form()()
    if filled.validate():
        try:
            ref = add_evidence(
                write_store(),
                policy_reference=seen.policy.reference,
                actor_id=signed_in().id,
                given=_given(filled),
                token=posted_token(),
            )
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(f"The source is in the bank. Its reference is {ref}.", "success")
            return go_to(f"/evidence/{ref}")
    return _adding(seen, filled, 422)


@pages.get("/evidence/<ref>/edit")
@requires(Permission.EVIDENCE_READ)
def correcting(ref: str) -> Response:
    """The form with what is stored."""
    found = _changeable(ref)
    return _editing(found, _form(found.evidence)(), found.evidence.version)


@pages.post("/evidence/<ref>/edit")
@requires(Permission.EVIDENCE_READ)
def correct(ref: str) -> Response:
    """Save the corrections. Nobody's are overwritten unseen."""
    found = _changeable(ref)
    filled = _form(found.evidence)()
    if not filled.validate():
        return _editing(found, filled, posted_version(), 422)
    try:
        change_evidence(
            write_store(),
            ref=found.evidence.ref,
            actor_id=signed_in().id,
            given=_given(filled),
            seen_version=posted_version(),
            token=posted_token(),
        )
    except Stale:
        return _overtaken(_changeable(ref), filled)
    except Invalid as refusal:
        filled.refuse(refusal.field, refusal.message)
        return _editing(_changeable(ref), filled, posted_version(), 422)
    flash("The source is corrected.", "success")
    return go_to(f"/evidence/{ref}")


@pages.get("/evidence/<ref>/supersede")
@requires(Permission.EVIDENCE_READ)
def superseding(ref: str) -> Response:
    """Ask which source takes the place of this one."""
    return _superseding(_changeable(ref), superseding_form()())


@pages.post("/evidence/<ref>/supersede")
@requires(Permission.EVIDENCE_READ)
def supersede(ref: str) -> Response:
    """Name the source that takes its place."""
    found = _changeable(ref)
    filled = superseding_form()()
    if filled.validate():
        try:
            supersede_evidence(
                write_store(),
                ref=found.evidence.ref,
                by=str(filled.given["by"]),
                actor_id=signed_in().id,
                seen_version=posted_version(),
                token=posted_token(),
            )
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("The source is marked as superseded.", "success")
            return go_to(f"/evidence/{ref}")
    return _superseding(_changeable(ref), filled, 422)


def _seen(ref: str) -> tuple[bank.Source, SeenPolicy]:
    """A source, for whoever may see it; 404 alike for one that is not there."""
    found = bank.source(read_session(), ref)
    if found is None:
        raise NotFound
    seen = the_policy(found.policy.reference, Permission.POLICY_SUMMARY)
    if not seen.may(permission_for(found.evidence, found.policy)):
        raise NotFound
    return found, seen


def _changeable(ref: str) -> bank.Source:
    found, seen = _seen(ref)
    if not seen.may(Permission.EVIDENCE_ADD):
        raise Forbidden
    return found


def _form(evidence: Evidence | None = None) -> type[PageForm]:
    return evidence_form(
        may_be_privileged=may(Permission.EVIDENCE_PRIVILEGED, signed_in()),
        has_file=evidence is not None and evidence.file_id is not None,
        answers=_answers(evidence) if evidence is not None else None,
    )


def _answers(evidence: Evidence) -> Mapping[str, JsonValue]:
    names = ("title", "kind", "source", "period", "area", "finding", "limits", "link", "audience")
    given: dict[str, JsonValue] = {name: str(getattr(evidence, name)) for name in names}
    given["as_of"] = evidence.as_of.isoformat() if evidence.as_of else None
    return {name: value for name, value in given.items() if value}


def _given(filled: PageForm) -> EvidenceGiven:
    given = filled.given
    as_of = given.get("as_of")
    return EvidenceGiven(
        title=str(given["title"]),
        kind=EvidenceKind(str(given["kind"])),
        source=str(given["source"]),
        period=str(given["period"]),
        area=str(given["area"]),
        as_of=date.fromisoformat(str(as_of)) if as_of else None,
        finding=str(given["finding"]),
        limits=str(given["limits"]),
        link=str(given.get("link", "")).strip(),
        audience=Audience(str(given["audience"])),
        file=uploaded(filled.uploads().get("file")),
    )


def _about(found: bank.Source) -> dict[str, Any]:
    return {
        "evidence": found.evidence,
        "policy": found.policy,
        "file": found.file,
        "superseded_by": found.superseded_by,
        "kinds": KINDS,
        "audiences": AUDIENCES,
    }


def _adding(seen: SeenPolicy, filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/evidence/add.html",
        status,
        policy=seen.policy,
        form=filled,
        groups=GROUPS,
        address=f"/policies/{seen.policy.reference}/evidence/new",
        errors=as_errors(filled.problems) if status != 200 else (),
    )


def _editing(
    found: bank.Source, filled: PageForm, version: int, status: int = 200, **more: Any
) -> Response:
    more.setdefault("errors", as_errors(filled.problems) if status != 200 else ())
    more.setdefault("differences", ())
    return page(
        "pages/evidence/edit.html",
        status,
        form=filled,
        groups=GROUPS,
        version=version,
        **_about(found),
        **more,
    )


def _overtaken(found: bank.Source, filled: PageForm) -> Response:
    """Both texts side by side, and the form with one's own, to be saved over the other."""
    return _editing(
        found,
        filled,
        found.evidence.version,
        409,
        differences=differences(filled, _answers(found.evidence)),
        errors=[{"text": OVERTAKEN, "href": "#both-texts"}],
    )


def _superseding(found: bank.Source, filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/evidence/supersede.html",
        status,
        form=filled,
        citations=citations(read_session(), found.evidence.ref),
        version=found.evidence.version if request.method == "GET" else posted_version(),
        errors=as_errors(filled.problems) if status != 200 else (),
        **_about(found),
    )
