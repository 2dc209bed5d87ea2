"""The evidence bank: searching, reading, adding and correcting sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response
from pydantic import JsonValue
from werkzeug.exceptions import Forbidden, NotFound

from forms.pages.evidence.evidence import GROUPS, evidence_form, superseding_form
from forms.pages.page import PageForm
from forms.questions.question import Audience
from ria.links import PATHS
from ria.models import Evidence, EvidenceKind
from ria.permissions.map import Permission, may
from ria.queries.accounts.people import names
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.evidence import evidence as bank
from ria.queries.evidence.access import permission_for, permission_of
from ria.queries.evidence.citations import citations
from ria.queries.evidence.history import audiences_of
from ria.queries.kit.records import record_history
from ria.services.evidence.evidence import (
    EvidenceInput,
    add_evidence,
    change_evidence,
    supersede_evidence,
)
from ria.web.evidence.listing import LISTING
from ria.web.evidence.page import AUDIENCES, KINDS
from ria.web.kit.editing import RecordForm, editing
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import day_of, posted_version, sender, today, uploaded
from ria.web.kit.listing import list_file, list_page
from ria.web.kit.pages import page
from ria.web.kit.paging import typed
from ria.web.kit.record_history import history_page, in_words_of
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("evidence", __name__)


@pages.get("/evidence")
@requires(Permission.EVIDENCE_READ)
def listed() -> Response:
    """The sources this person may see, searched and filtered."""
    wanted = typed("policy")
    policy = policy_by_reference(read_session(), wanted) if wanted else None
    if policy is None or not the_policy(policy.reference, Permission.POLICY_SUMMARY).may(
        Permission.EVIDENCE_ADD
    ):
        return list_page(LISTING)
    words = f"Add a source for {policy.reference}"
    return list_page(LISTING, (words, _new_address(policy.reference)))


@pages.get("/evidence.csv")
@requires(Permission.EVIDENCE_READ)
def file() -> Response:
    """The same list as a spreadsheet."""
    return list_file(LISTING)


@pages.get("/evidence/<ref>")
@requires(Permission.EVIDENCE_READ)
def one(ref: str) -> Response:
    """A source: its finding, its limits, where it is kept, and who cites it."""
    found, seen = _seen(ref)
    return page(
        "pages/evidence/one.html",
        **_about(found),
        may_change=seen.may(Permission.EVIDENCE_ADD),
        citations=citations(read_session(), found.evidence.ref),
        added_by=names(read_session(), [found.evidence.added_by]),
        is_old=bank.is_old(found.evidence.as_of, today()),
    )


@form_page(pages, "/policies/<reference>/evidence/new", Permission.EVIDENCE_ADD)
def add(reference: str) -> FormPage:
    """Add a source and show it."""
    policy, form = the_policy(reference).policy, _form()()
    own = policy.reference
    at = RecordForm(
        heading="Add a source",
        caption=f"{own} {policy.title}",
        action=_new_address(own),
        back=(PATHS.policy(own), "The policy"),
        button="Add the source",
        groups=GROUPS,
        template="pages/evidence/add.html",
    )

    def command() -> Done:
        given = _given(form)
        ref = add_evidence(write_store(), policy_reference=own, given=given, **sender())
        return Done(f"/evidence/{ref}", f"The source is in the bank. Its reference is {ref}.")

    return editing(at, form, command)


@form_page(pages, "/evidence/<ref>/edit", Permission.EVIDENCE_READ)
def correct(ref: str) -> FormPage:
    """The form with the stored values. Nobody's changes are overwritten unseen."""
    found = _changeable(ref)
    evidence, form = found.evidence, _form(found.evidence)()
    own = evidence.ref
    at = RecordForm(
        heading="Correct this source",
        caption=f"{own} {evidence.title}",
        action=f"/evidence/{own}/edit",
        back=(f"/evidence/{own}", "The source"),
        button="Save the corrections",
        groups=GROUPS,
        stored=_answers(evidence),
        seen={"version": evidence.version},
        template="pages/evidence/edit.html",
        context=lambda: {"file": found.file},
    )

    def command() -> Done:
        given, version = _given(form), posted_version()
        change_evidence(write_store(), ref=own, given=given, seen_version=version, **sender())
        return Done(f"/evidence/{ref}", "The source is corrected.")

    return editing(at, form, command)


@form_page(pages, "/evidence/<ref>/supersede", Permission.EVIDENCE_READ)
def supersede(ref: str) -> FormPage:
    """Record the source that replaces this one."""
    found, form = _changeable(ref), superseding_form()()
    own = found.evidence.ref
    at = RecordForm(
        heading="Another source takes its place",
        caption=f"{own} {found.evidence.title}",
        action=f"/evidence/{own}/supersede",
        back=(f"/evidence/{own}", "The source"),
        button="Mark it as superseded",
        seen={"version": found.evidence.version},
        template="pages/evidence/supersede.html",
        context=lambda: {
            "citations": citations(read_session(), own),
            "superseded_by": found.superseded_by,
        },
    )

    def command() -> Done:
        by, version = str(form.given["by"]), posted_version()
        supersede_evidence(write_store(), ref=own, by=by, seen_version=version, **sender())
        return Done(f"/evidence/{ref}", "The source is marked as superseded.")

    return editing(at, form, command)


@pages.get("/evidence/<ref>/history")
@requires(Permission.EVIDENCE_READ)
def history(ref: str) -> Response:
    """The source's history. Entries from a time when it had a narrower audience are shown only to
    that audience.
    """
    found, seen = _seen(ref)
    own = found.evidence.ref
    events = record_history(read_session(), found.policy.reference, "evidence", own)
    open_to = [
        event
        for event, audiences in zip(events, audiences_of(events), strict=True)
        if all(seen.may(permission_of(audience, found.policy)) for audience in audiences)
    ]
    back = (f"/evidence/{own}", "The source")
    return history_page(found.evidence.title, back, open_to, in_words_of(_form()()))


def _seen(ref: str) -> tuple[bank.Source, SeenPolicy]:
    """A source, for somebody who may see it; 404 both for a source that does not exist and for one
    they may not see.
    """
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


def _given(filled: PageForm) -> EvidenceInput:
    given = filled.given
    return EvidenceInput(
        title=str(given["title"]),
        kind=EvidenceKind(str(given["kind"])),
        source=str(given["source"]),
        period=str(given["period"]),
        area=str(given["area"]),
        as_of=day_of(given.get("as_of")),
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


def _new_address(reference: str) -> str:
    return f"{PATHS.policy(reference)}/evidence/new"
