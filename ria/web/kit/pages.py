"""Rendering: every page is made from its template here."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, get_flashed_messages, redirect, request

from ria.clock import london_date
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.settings import Environment
from ria.web.kit.templating import in_words
from ria.web.request.access import current_person
from ria.web.request.session import the_store

NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("My work", "/work", Permission.ACCOUNT),
    ("Desk", "/desk", Permission.DESK),
    ("Overdue", "/overdue", Permission.OVERDUE_SEE),
    ("Policies", "/policies", Permission.POLICY_SUMMARY),
    ("Evidence", "/evidence", Permission.EVIDENCE_READ),
    ("Register a policy", "/policies/new", Permission.POLICY_REGISTER),
    ("Hand over", "/handover", Permission.HANDOVER),
    ("Absence", "/away", Permission.ACCOUNT),
    ("Reminders", "/reminders", Permission.REMINDERS_READ),
    ("Mails", "/mails", Permission.MAIL_READ),
    ("Accounts", "/accounts", Permission.ACCOUNTS_MANAGE),
    ("Settings", "/settings", Permission.SETTINGS_CHANGE),
    ("Public register", "/", Permission.ACCOUNT),
)


PUBLIC_NAVIGATION = (("Public register", "/"), ("Consultations", "/consultations"))
"""The navigation that everybody has, signed in or not."""


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page for a signed-in person, with their navigation and notices.

    `errors` in the context ({text, href} each) becomes the error summary.
    """
    person = current_person()
    if person is not None:
        context.setdefault("notices", get_flashed_messages(with_categories=True))
    return render(template, status, person, **context)


def public_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page that is the same for everybody and does not use the session."""
    here = _best_match([href for _, href in PUBLIC_NAVIGATION])
    context["nav"] = [(label, href, href == here) for label, href in PUBLIC_NAVIGATION]
    return render(template, status, None, **context)


def render(template: str, status: int, person: Person | None, **context: Any) -> Response:
    """A page as this person sees it. Uses neither the database nor the session."""
    if person is not None:
        context.update(signed_in_as=person.name, nav=navigation(person))
    context["pretended_date"] = pretended_date()
    html = current_app.jinja_env.get_template(template).render(context)
    return Response(html, status, content_type="text/html; charset=utf-8")


def go_to(address: str, status: int = 303) -> Response:
    """A redirect; by default 303, so that reloading after a POST sends nothing again."""
    response = redirect(address, status)
    assert isinstance(response, Response)
    return response


def navigation(person: Person) -> list[tuple[str, str, bool]]:
    """Label and address of each page in this person's navigation, and whether it is the present
    page.
    """
    open_to_them = [(label, href) for label, href, need in NAVIGATION if may(need, person)]
    here = _best_match([href for _, href in open_to_them])
    return [(label, href, href == here) for label, href in open_to_them]


def _best_match(hrefs: list[str]) -> str:
    path = request.path
    matching = [href for href in hrefs if path == href or path.startswith(f"{href.rstrip('/')}/")]
    return max((href for href in matching if href != "/" or path == "/"), key=len, default="")


def pretended_date() -> str:
    """The demonstration's date in words; empty if the clock is real."""
    store = the_store()
    if store.settings.env is Environment.PRODUCTION or store.settings.fake_now_file is None:
        return ""
    return in_words(london_date(store.clock.now()))
