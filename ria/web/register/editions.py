"""Pages to open the next edition, and to compare two editions."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from forms.pages.process.reviews import new_edition_form
from ria.models import Assessment
from ria.permissions.map import Permission
from ria.queries.assessment.compare import compared, editions
from ria.queries.process.decision import was_sent
from ria.services.kit.errors import Invalid, Unmet
from ria.services.process.editions import Because, NewEdition, open_new_edition, ways_to_open
from ria.web.answers.choices import choices_for, named
from ria.web.kit.forms import as_errors, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("editions", __name__)

NEW = "/policies/<reference>/editions/new"
Errors = list[dict[str, str]]


@pages.get(NEW)
@requires(Permission.EDITION_OPEN)
def ask(reference: str) -> Response:
    """Ask for the reason for a new edition."""
    seen = the_policy(reference, Permission.EDITION_OPEN)
    return _page(seen, _form(seen)())


@pages.post(NEW)
@requires(Permission.EDITION_OPEN)
def open_next(reference: str) -> Response:
    """Open the edition. Unmet guards are listed, and all input is kept."""
    seen = the_policy(reference, Permission.EDITION_OPEN)
    address = f"/policies/{quote(seen.policy.reference, safe='')}"
    if was_sent(read_session(), seen.person.id, posted_token()):
        return go_to(address)
    form = _form(seen)()
    if not form.validate():
        return _page(seen, form, as_errors(form.problems))
    given = NewEdition(
        because=Because(str(form.given["because"])), reason=str(form.given["reason"])
    )
    try:
        open_new_edition(
            write_store(),
            reference=seen.policy.reference,
            actor_id=signed_in().id,
            given=given,
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, form, as_errors(form.problems))
    flash("A new edition is open. What was answered before is taken over.", "success")
    return go_to(address)


def _form(seen: SeenPolicy) -> type[PageForm]:
    ways = ways_to_open(seen.assessment, seen.person)
    if not ways:
        raise Unmet("Nothing calls for a new edition now.")
    return new_edition_form({way.value: way.label for way in ways})


def _page(seen: SeenPolicy, form: PageForm, errors: Errors | None = None) -> Response:
    return page(
        "pages/register/editions/new.html",
        200 if errors is None else 422,
        policy=seen.policy,
        assessment=seen.assessment,
        form=form,
        errors=errors or (),
    )


@pages.get("/policies/<reference>/compare")
@requires(Permission.DRAFT_READ)
def compare(reference: str) -> Response:
    """Compare two editions question by question: by default the newest and the one before."""
    seen = the_policy(reference, Permission.DRAFT_READ)
    assert seen.policy.id is not None
    session = read_session()
    every = editions(session, seen.policy.id)
    before, after = _two(every)
    asked = (question for each in the_store().sets.all() for question in each.questions())
    names = named(choices_for(seen.policy.id, asked))
    return page(
        "pages/register/editions/compare.html",
        policy=seen.policy,
        editions=every,
        before=before,
        after=after,
        forms=compared(session, the_store().sets, before, after, names),
        everything=request.args.get("all") == "yes",
    )


def _two(every: list[Assessment]) -> tuple[Assessment, Assessment]:
    """Return the two editions asked for. 404 if one does not exist, or if there is only one
    edition.
    """
    if len(every) < 2:
        raise NotFound
    by_number = {str(one.edition): one for one in every}
    before = by_number.get(request.args.get("from", str(every[-2].edition)))
    after = by_number.get(request.args.get("to", str(every[-1].edition)))
    if before is None or after is None:
        raise NotFound
    return before, after
