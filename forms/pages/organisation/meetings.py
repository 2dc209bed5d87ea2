"""The form for adding a committee's meeting."""

from __future__ import annotations

from forms.pages.page import PageForm, page_form
from forms.pages.process.decision import DATE_HINT
from forms.questions.question import Kind, Question


def meeting_form() -> type[PageForm]:
    """A day on which a committee meets."""
    return page_form(
        "meeting",
        Question(
            key="held_on",
            kind=Kind.DATE,
            label="On which day does the committee meet?",
            hint=DATE_HINT,
            help="What waits for its decision is due on the next meeting, and its chair and "
            "secretary are reminded of it before.",
            example="27 3 2027",
            missing="Enter the day of the meeting",
        ),
    )
