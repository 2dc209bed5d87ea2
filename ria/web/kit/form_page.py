"""A page with a form that a command answers: shown, sent, refused at its fields, or done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from flask import Blueprint, Response, flash, request
from pydantic import JsonValue

from forms.pages.page import PageForm
from forms.questions.question import Kind
from ria.permissions.map import Permission
from ria.services.kit.errors import Invalid, Refused, Stale, Unmet
from ria.web.kit.conflict import both_texts
from ria.web.kit.forms import as_errors, as_reasons, posted_seen, posted_version
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires

OVERTAKEN = "Somebody else changed this while you were writing"
_POSTED: Mapping[str, Callable[[], object]] = {"seen": posted_seen, "version": posted_version}


class Done(NamedTuple):
    """Where a command that was carried out leads, and the notice shown there with its category."""

    address: str
    notice: str
    category: str = "success"


@dataclass(frozen=True)
class FormPage:
    """A page with a form, and the command that answers it.

    `form`: with what was posted. `context`: the template's other names, asked for when the page is
    rendered; or a response in place of the page. `seen`: name (`seen` or `version`) and value of
    the hidden field that says which state the page shows, asked for when it is shown afresh.
    `shows`: the refusals that the page shows itself; any other has a page of its own. `advice`:
    what to do after `Stale`. `stored`: the stored answers, if the page can show both texts side by
    side. `rearranged`: the button that was pressed only changes the form: carry out nothing.
    """

    template: str
    form: PageForm
    command: Callable[[], Done]
    context: Callable[[], Mapping[str, Any] | Response] = dict
    seen: Callable[[], Mapping[str, object]] = dict
    shows: tuple[type[Refused], ...] = (Invalid,)
    advice: str = ""
    stored: Mapping[str, JsonValue] | None = None
    rearranged: bool = False


Page = TypeVar("Page", bound=Callable[..., "FormPage | Response"])


def form_page(
    pages: Blueprint, address: str, need: Permission, *, change: Permission | None = None
) -> Callable[[Page], Page]:
    """Register both routes of a page with a form: GET shows it and needs `need`, POST sends it and
    needs `change` (the same by default). The decorated function makes the page from the values in
    the address; a response in its place (a redirect) is sent as it is.
    """

    def register(make: Page) -> Page:
        def shown(**values: Any) -> Response:
            at = make(**values)
            return at if isinstance(at, Response) else show(at)

        def sent(**values: Any) -> Response:
            return send(lambda: make(**values))

        name = make.__name__
        shown.__doc__ = sent.__doc__ = make.__doc__
        pages.get(address, endpoint=name)(requires(need)(shown))
        pages.post(address, endpoint=f"{name}_sent")(requires(change or need)(sent))
        return make

    return register


def show(at: FormPage) -> Response:
    """The page as it is first opened."""
    return _render(at, 200, at.seen())


def send(make: Callable[[], FormPage | Response]) -> Response:
    """Carry out the command and redirect with its notice; or show the page again with the errors
    (422). If what it shows was changed meanwhile it is made anew (409), with both texts if it
    can show them.
    """
    at = make()
    if isinstance(at, Response):
        return at
    if at.rearranged:
        return _render(at, 200, _as_posted())
    if not at.form.validate():
        return _render(at, 422, _as_posted(), as_errors(at.form.problems))
    try:
        done = at.command()
    except at.shows as refusal:
        if isinstance(refusal, Stale):
            return _overtaken(at, make(), refusal)
        return _render(at, 422, _as_posted(), _reasons_of(refusal, at.form))
    if done.notice:
        flash(done.notice, done.category)
    return go_to(done.address)


def _overtaken(at: FormPage, now: FormPage | Response, refusal: Stale) -> Response:
    """The page as it is now, with the person's own input, which can be sent once more."""
    if isinstance(now, Response):
        return now
    errors = [{"text": f"{refusal.message} {at.advice}".strip()}]
    both: dict[str, Any] = {}
    if now.stored is not None:
        errors = [{"text": OVERTAKEN, "href": "#both-texts"}]
        fields = (each.question for each in at.form.question_fields)
        asked = [question for question in fields if question.kind is not Kind.FILE]
        both = {"differences": both_texts(asked, now.stored, at.form.answers())}
    return _render(now, 409, now.seen(), errors, form=at.form, **both)


def _reasons_of(refusal: Refused, form: PageForm) -> list[dict[str, str]]:
    if isinstance(refusal, Unmet):
        return as_reasons(refusal.reasons, refusal.message)
    assert isinstance(refusal, Invalid)
    form.refuse(refusal.field, refusal.message)
    return as_errors(form.problems)


def _as_posted() -> dict[str, object]:
    return {name: value() for name, value in _POSTED.items() if name in request.form}


def _render(
    at: FormPage,
    status: int,
    seen: Mapping[str, object],
    errors: list[dict[str, str]] | tuple[()] = (),
    **more: Any,
) -> Response:
    context = at.context()
    if isinstance(context, Response):
        return context
    if at.stored is not None:
        more = {"differences": None, **more}
    own = {"form": at.form, "seen": seen, "errors": errors}
    return page(at.template, status, **own | dict(context) | more)
