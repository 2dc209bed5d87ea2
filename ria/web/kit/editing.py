"""The form of a record: saved as a whole, once, and never over another person's changes unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, flash
from pydantic import JsonValue

from forms.pages.page import PageForm
from ria.services.kit.errors import Invalid, Stale
from ria.web.kit.conflict import differences
from ria.web.kit.forms import as_errors, posted_seen, posted_version
from ria.web.kit.pages import go_to, page

OVERTAKEN = "Somebody else changed this while you were writing"
_POSTED: Mapping[str, Callable[[], object]] = {"seen": posted_seen, "version": posted_version}


@dataclass(frozen=True)
class FormPage:
    """The page with the form to add or change a record.

    `back`: address and words of the link back. `stored`: the stored answers, none for a new record.
    `seen`: name (`seen` or `version`) and value of the hidden field that says which state of the
    record the page shows. `groups`: headings with the names of the questions under each. `listed`:
    questions whose choices are shown as a select list. A template of its own extends
    `pages/kit/form.html`; `context` is for that template.
    """

    heading: str
    action: str
    back: tuple[str, str]
    button: str
    caption: str = ""
    lead: str = ""
    stored: Mapping[str, JsonValue] = field(default_factory=dict)
    seen: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    history: str = ""
    template: str = "pages/kit/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def show(at: FormPage, filled: PageForm) -> Response:
    """The form as it is first opened."""
    return _page(at, filled, 200, at.seen)


def send(
    at: Callable[[], FormPage], filled: PageForm, command: Callable[[], tuple[str, str]]
) -> Response:
    """Carry out a command and redirect to the address it returns, with its notice; or show the form
    again with the errors (422), or with both texts if the record was changed meanwhile (409).

    `at` makes the page from what is stored at the moment it is called.
    """
    if filled.validate():
        try:
            address, notice = command()
        except Stale:
            return _overtaken(at(), filled)
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(notice, "success")
            return go_to(address)
    now = at()
    seen = {name: _POSTED[name]() for name in now.seen}
    return _page(now, filled, 422, seen, errors=as_errors(filled.problems))


def _overtaken(now: FormPage, filled: PageForm) -> Response:
    """Both texts side by side, and the form with the person's own, which can be saved over the
    other.
    """
    return _page(
        now,
        filled,
        409,
        now.seen,
        differences=differences(filled, now.stored),
        errors=[{"text": OVERTAKEN, "href": "#both-texts"}],
    )


def _page(
    at: FormPage, filled: PageForm, status: int, seen: Mapping[str, object], **more: Any
) -> Response:
    return page(
        at.template,
        status,
        at=at,
        form=filled,
        seen=seen,
        is_overtaken=status == 409,
        **{"differences": (), **at.context, **more},
    )
