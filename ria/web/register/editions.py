"""Pages to open the next edition, and to compare two editions."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from forms.pages.process.reviews import new_edition_form
from ria.links import PATHS
from ria.models import Assessment
from ria.permissions.map import Permission
from ria.queries.assessment.compare import compared, editions
from ria.services.kit.errors import Unmet
from ria.services.process.editions import Because, NewEdition, open_new_edition, ways_to_open
from ria.web.answers.choices import choices_for, named
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender, sent_before
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, the_policy
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("editions", __name__)


@form_page(pages, "/policies/<reference>/editions/new", Permission.EDITION_OPEN)
def open_next(reference: str) -> FormPage | Response:
    """Open the next edition, for a reason."""
    seen = the_policy(reference)
    own = seen.policy.reference
    if sent_before():
        return go_to(PATHS.policy(own))
    ways = ways_to_open(seen.assessment, seen.person)
    if not ways:
        raise Unmet("Nothing calls for a new edition now.")
    form = new_edition_form({way.value: way.label for way in ways})()

    def command() -> Done:
        because, reason = Because(str(form.given["because"])), str(form.given["reason"])
        given = NewEdition(because=because, reason=reason)
        open_new_edition(write_store(), reference=own, given=given, **sender())
        notice = "A new edition is open. What was answered before is taken over."
        return Done(PATHS.policy(own), notice)

    return FormPage(
        "pages/register/editions/new.html",
        form,
        command,
        lambda: {"policy": seen.policy, "assessment": seen.assessment},
    )


@pages.get("/policies/<reference>/compare")
@requires(Permission.DRAFT_READ)
def compare(reference: str) -> Response:
    """Compare two editions question by question: by default the newest and the one before."""
    seen = the_policy(reference)
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
