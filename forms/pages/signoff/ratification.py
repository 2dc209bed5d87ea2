"""The form that records whether a committee ratified an urgent action."""

from __future__ import annotations

from forms.pages.page import PageForm, if_chosen, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Kind, Option, Question


def ratifying_form(refused: str) -> type[PageForm]:
    """Build the form: ratified or not, when, and where that is minuted. `refused`: the consequence
    of a refusal.
    """
    return page_form(
        "ratifying",
        Question(
            key="word",
            kind=Kind.ONE,
            label="What did the committee say?",
            help="A committee ratifies what was done ahead of its meeting, or does not.",
            example="It ratified the urgent action.",
            missing="Say whether the committee ratified it",
            options=(
                Option(value="ratified", label="It ratified it"),
                Option(value="not_ratified", label="It did not ratify it", hint=refused),
            ),
        ),
        Question(
            key="decided_on",
            kind=Kind.DATE,
            label="On which day did it meet?",
            hint=DATE_HINT,
            help="The day of the meeting that dealt with it.",
            example="27 3 2027",
            missing="Enter the day of the meeting",
        ),
        Question(
            key="minute_reference",
            kind=Kind.TEXT,
            lines=1,
            max_length=200,
            label="Where is it minuted?",
            help="The number or title by which the minute can be found.",
            example="Minute 14/2027, item 7",
            missing="Enter the number or title of the minute",
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="Why did it not ratify it?",
            help="Write what the minute says. The owner and the Strategy Unit read it.",
            example="The ruling is about another force's procedure, and not about ours.",
            missing="Say why the committee did not ratify it",
            show_if=if_chosen("word", "not_ratified"),
        ),
    )
