"""Input that was typed on a page but not sent when another of its buttons is pressed.

Such a page is one form. The page of a decision has a comment box for each answer, the grades and
the decision; the page of a check has a box for a reason at each finding. Whichever button is
pressed, all input is sent with it and shown again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from flask import request
from markupsafe import Markup

from forms.answers.text import printable
from forms.pages.page import PageForm
from forms.questions.question import QuestionSet
from forms.rendering.fields import inside_textarea

BOX = "comment-"
"""The prefix of the name of a question's comment box; the question's key follows."""

REASON = "reason-"
"""The prefix of the name of a finding's box for a reason; the finding's place follows."""


@dataclass(frozen=True)
class Unsent:
    """Texts that were typed but not sent, by the question or the finding they belong to; the one
    that was refused, and why.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    error: str = ""

    def html(self, place: str) -> Markup:
        """The text typed at a place, escaped for a textarea."""
        return inside_textarea(self.texts.get(place, ""))

    def without_finding(self, places: Collection[str]) -> list[str]:
        """Texts whose place is not among these, so that they are not lost."""
        return [text for place, text in self.texts.items() if place not in places and text.strip()]


def not_added(comments: Unsent) -> list[dict[str, str]]:
    """Each comment that would be lost, for the error summary."""
    return [
        {"text": "You wrote a comment and did not add it", "href": f"#{BOX}{question}"}
        for question in comments.texts
    ]


def typed_reasons(*, without: str = "") -> Unsent:
    """The typed reasons in the request, except the one that was just sent."""
    found = {
        name.removeprefix(REASON): printable(text)
        for name, text in request.form.items()
        if name.startswith(REASON) and name != f"{REASON}{without}" and text.strip()
    }
    return Unsent(found)


def of_its_own(token: str, what: str, text: str) -> str:
    """The token of one comment or reason. The page's single form can send several of them, each
    once, and a decision after them.
    """
    return sha256(f"{token} {what} {text}".encode()).hexdigest() if token else ""


def typed_comments(questions: QuestionSet, *, without: str = "") -> Unsent:
    """The typed comments in the request, except the one that was just added."""
    keys = (question.key for question in questions.questions() if question.key != without)
    found = {key: printable(request.form.get(f"{BOX}{key}", "")) for key in keys}
    return Unsent({key: text for key, text in found.items() if text.strip()})


def anything_typed(form: PageForm) -> bool:
    """Whether any field of the form was filled in or chosen."""
    names = [each.name for each in form.question_fields]
    return any(
        value.strip() and any(name == own or name.startswith(f"{own}-") for own in names)
        for name, value in request.form.items(multi=True)
    )
