"""Render a context: subject, plain text and HTML, from the templates of its kind.

The Jinja environment is separate from the web's: HTML is escaped, an unknown name is an error, and
user input is only ever a value, never part of a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from forms.answers.display import day_in_words
from ria.links import Links
from ria.notify.mails.catalogue import written_as
from ria.notify.mails.context import Because, MailContext
from ria.notify.mails.digest import digest_of
from ria.notify.mails.mail_kind import MailKind, because
from ria.notify.text import TITLE_LENGTH, one_line, paragraphs
from workflows.stages import form_stage

SUBJECT_LENGTH = 120
_INSTEAD = {
    Because.AWAY: "you stand in for {}, who is away",
    Because.CLOSED: "the account of {} is closed",
    Because.ADDRESS: "it could not be delivered to {}",
}
_UNFOUND = {
    Because.CLOSED: "whose account is closed",
    Because.ADDRESS: "but could not be delivered",
}


@dataclass(frozen=True)
class Rendered:
    """The words of a mail. The subject is one line."""

    subject: str
    text: str
    html: str


def render(context: MailContext, links: Links, organisation: str) -> Rendered:
    """Render the mail of a context. Exceptions from its templates are passed on: see `deliver`."""
    kind = written_as(context)
    words = {
        "to": context.account.name if context.account else "reader",
        "why": _why(kind, context),
        "lead": _lead(context),
        "link": kind.link(links, context),
        "organisation": organisation,
        "today": context.today,
        "items": context.items,
        "digest": digest_of(context.items, context.today),
        "details": context.message.details,
        **_about(context),
    }
    environment = _environment()

    def written(name: str) -> str:
        return environment.get_template(f"{kind.id}/{name}").render(words)

    subject = one_line(written("subject.txt"), SUBJECT_LENGTH)
    return Rendered(subject, written("body.txt"), written("body.html"))


def _why(kind: MailKind, context: MailContext) -> str:
    """The reason why this reader gets the mail."""
    if context.account is None:
        return kind.why_to_address
    if context.instead_of is None:
        return kind.why
    name = one_line(context.instead_of.name)
    return because(_INSTEAD[context.because].format(name))


def _lead(context: MailContext) -> str:
    """The opening sentence of a mail that was passed on because it could not reach its reader."""
    if context.instead_of is None or not context.is_passed_on:
        return ""
    name = one_line(context.instead_of.name)
    return (
        f"This is for {name}, {_UNFOUND[context.because]}. It comes to you so that it is not lost."
    )


def _about(context: MailContext) -> dict[str, Any]:
    if context.policy is None or context.assessment is None:
        return {}
    return {
        "title": one_line(context.policy.title, TITLE_LENGTH),
        "reference": context.policy.reference,
        "stage": context.assessment.stage.label.lower(),
        "form": form_stage(context.assessment.stage).label.lower(),
        "due_on": context.due_on,
        "again_on": context.assessment.next_review_on,
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("templates", "emails"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {"line": one_line, "paragraphs": paragraphs, "day": day}
    return environment


def day(value: date | str) -> str:
    """`3 March 2027`, from a date or its ISO text."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return day_in_words(found)
