"""What is half typed on a page of a decision while one of its other buttons is pressed.

The page is one form: the answers with a box for a comment each, the grades, the decision. So
whatever button is pressed, everything typed comes along, and is shown again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from markupsafe import Markup

from forms.fields import inside_textarea
from forms.pages.page import PageForm
from forms.question import QuestionSet
from forms.text import printable

BOX = "comment-"
"""The name of a question's box for a comment begins with this; its key follows."""


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
