"""What is half typed on a page while one of its other buttons is pressed.

Such a page is one form. That of a decision holds the answers with a box for a comment each, the
grades, the decision; that of checking holds a box for a reason at each finding. So whatever
button is pressed, everything typed comes along, and is shown again.
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
"""The name of a question's box for a comment begins with this; its key follows."""

REASON = "reason-"
"""The name of a finding's box for a reason begins with this; its place follows."""


@dataclass(frozen=True)
class TypedComments:
    """Comments typed and not added, by question; the one that was refused, and why."""

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    error: str = ""

    def html(self, question: str) -> Markup:
        """What was typed into the box of a question, for the inside of a textarea."""
        return inside_textarea(self.texts.get(question, ""))

    @property
    def not_added(self) -> list[dict[str, str]]:
        """For the summary of errors: each comment that would be lost."""
        return [
            {"text": "You wrote a comment and did not add it", "href": f"#{BOX}{question}"}
            for question in self.texts
        ]


@dataclass(frozen=True)
class TypedReasons:
    """Reasons typed and not sent, by the place of their finding; the one refused, and why."""

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    error: str = ""

    def html(self, place: str) -> Markup:
        """What was typed at a finding, for the inside of a textarea."""
        return inside_textarea(self.texts.get(place, ""))

    def without_finding(self, places: Collection[str]) -> list[str]:
        """What was typed at findings that are not among these, so that it is not lost."""
        return [text for place, text in self.texts.items() if place not in places and text.strip()]


def typed_reasons(*, without: str = "") -> TypedReasons:
    """The reasons that came along, but for the one that was just sent."""
    found = {
        name.removeprefix(REASON): printable(text)
        for name, text in request.form.items()
        if name.startswith(REASON) and name != f"{REASON}{without}" and text.strip()
    }
    return TypedReasons(found)


def of_its_own(token: str, what: str, text: str) -> str:
    """The number of one comment or reason: the page's one form can send several, each once, and
    a decision after them."""
    return sha256(f"{token} {what} {text}".encode()).hexdigest() if token else ""


def typed_comments(questions: QuestionSet, *, without: str = "") -> TypedComments:
    """The comments that came along, but for the one that was just added."""
    keys = (question.key for question in questions.questions() if question.key != without)
    found = {key: printable(request.form.get(f"{BOX}{key}", "")) for key in keys}
    return TypedComments({key: text for key, text in found.items() if text.strip()})


def anything_typed(form: PageForm) -> bool:
    """Whether any field of the form was filled in or chosen."""
    names = [each.name for each in form.question_fields]
    return any(
        value.strip() and any(name == own or name.startswith(f"{own}-") for own in names)
        for name, value in request.form.items(multi=True)
    )
