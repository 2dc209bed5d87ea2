"""The forms for filing and for publishing a monitoring report."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, if_chosen, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Kind, Option, Question

FULL, NIL, HOLDING = "full", "nil", "holding"

PUBLIC = "It is published, so leave out anything that could tell who somebody is."


def report_form(answers: Mapping[str, JsonValue] | None = None) -> type[PageForm]:
    """One report: the real one, a nil report or a holding report."""
    return page_form(
        "report", _kind(), *_what_it_says(), _reason(), _expected(), _file(), answers=answers
    )


def publishing_form() -> type[PageForm]:
    """Build the form that confirms, before a report is published, that nobody can be recognised in
    it.
    """
    return page_form(
        "publishing",
        Question(
            key="checked",
            kind=Kind.MANY,
            label="Has it been checked that nobody can be recognised in it?",
            help="Look at small numbers above all, in the words and in the file. If one figure of "
            "a row is hidden, a second must be, or it can be worked out.",
            example="Three searches of Roma people are shown as fewer than five.",
            missing="Confirm that nobody can be recognised in it",
            options=(
                Option(value="yes", label="I have checked it: nobody can be recognised in it"),
            ),
        ),
    )


def _kind() -> Question:
    return Question(
        key="kind",
        kind=Kind.ONE,
        label="What are you filing?",
        help="Silence looks like hiding. If there is nothing to report, say so and say why. If the "
        "figures are late, say when they come.",
        example="The figures for May are missing: a holding report.",
        missing="Choose what you are filing",
        options=(
            Option(value=FULL, label="The report", hint="The figures are there"),
            Option(value=NIL, label="A nil report", hint="Nothing happened that could be counted"),
            Option(
                value=HOLDING,
                label="A holding report",
                hint="The figures come later. Two of these running start a review",
            ),
        ),
    )


def _what_it_says() -> tuple[Question, ...]:
    asked = if_chosen("kind", FULL)
    return (
        Question(
            key="finding",
            kind=Kind.TEXT,
            min_length=60,
            max_length=LONGEST,
            label="What do the figures show?",
            hint="Give rates for each group, and say how many cases there are.",
            help=f"Compare with the baseline of the monitoring plan and the last report. {PUBLIC}",
            example="From April to June 41 in every 1,000 Black people were searched, and 6 in "
            "every 1,000 White people. The ratio fell from 8.9 to 6.8.",
            missing="Say what the figures show",
            show_if=asked,
        ),
        Question(
            key="explanation",
            kind=Kind.TEXT,
            min_length=20,
            max_length=LONGEST,
            label="What explains it?",
            help="Say what you know, and what you only think. Not knowing yet is an answer.",
            example="Two districts stopped searching on smell alone in May. The fall is there.",
            missing="Say what explains it",
            show_if=asked,
        ),
        Question(
            key="action",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="What is done about it?",
            help="Name who does what, by when. If nothing needs to be done, say why.",
            example="The head of operations takes the rule to all districts by 1 September.",
            missing="Say what is done about it",
            show_if=asked,
        ),
    )


def _reason() -> Question:
    return Question(
        key="reason",
        kind=Kind.TEXT,
        min_length=20,
        max_length=LONGEST,
        label="Why is there no report now?",
        help=f"Say what happened, or did not. {PUBLIC}",
        example="The new records system counted no searches for five weeks. The supplier is "
        "entering them from paper.",
        missing="Say why there is no report now",
        show_if=if_chosen("kind", NIL, HOLDING),
    )


def _expected() -> Question:
    return Question(
        key="expected_on",
        kind=Kind.DATE,
        label="When will the report come?",
        hint=f"{DATE_HINT}.",
        help="It is due on that day instead. It cannot be later than the report after it.",
        example="14 8 2027",
        missing="Give the day on which the report will come",
        show_if=if_chosen("kind", HOLDING),
    )


def _file() -> Question:
    return Question(
        key="file",
        kind=Kind.FILE,
        required=False,
        label="The figures as a file (optional)",
        hint="A PDF, Word, Excel, OpenDocument, picture or plain text file of up to 10 MB.",
        help=f"The tables behind what you wrote. {PUBLIC}",
        example="searches-april-to-june.xlsx",
        show_if=if_chosen("kind", FULL),
    )
