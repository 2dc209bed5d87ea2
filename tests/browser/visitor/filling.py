"""Filling in the forms of the process page by page, as their authors do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.answers.parsing import serialise
from forms.questions.question import Kind, QuestionSet
from tests.browser.visitor.hands import Hands
from tests.forms.samples import form_set

CONTINUE = 'button[name="then"][value="continue"]'
LATER = 'button[name="then"][value="later"]'
FINDING = "#findings .ria-finding:not(.ria-finding--left)"
LEFT = "There is nothing newer yet, and the gap has been alike for years."


def fill_form(person: Hands, form: str, answers: Mapping[str, Any]) -> list[str]:
    """From the list of sections to "check your answers"; the sections met on the way."""
    questions, met = form_set(form), []
    person.use(".govuk-task-list__link")
    while not person.page.url.endswith("/check"):
        met.append(person.page.url.rpartition("/")[2])
        fill_section(person, questions, met[-1], answers)
        person.use(CONTINUE)
    return met


def fill_section(
    person: Hands, questions: QuestionSet, section: str, answers: Mapping[str, Any]
) -> None:
    """Answer what this page asks. Rows of a table that are not there yet are added first."""
    for question in questions.section(section).questions:
        if question.key in answers:
            value = answers[question.key]
            if question.kind is Kind.TABLE:
                add_rows(person, question.key, [row["id"] for row in value])
            person.fill(serialise(question, value))


def add_rows(person: Hands, table: str, rows: list[str]) -> None:
    """Have a row for each of these ids."""
    for row in rows:
        if not person.count(f"#{table}-{row}"):
            person.use(f'button[name="{table}-add"]')
            assert person.sees(f"#{table}-{row}")


def leave_findings(person: Hands) -> int:
    """On "check your answers": give a reason for all that the checker finds, and count it."""
    count = person.count(FINDING)
    for _ in range(count):
        person.press(f"{FINDING} summary")
        box = person.page.locator(f"{FINDING} details[open] textarea").get_attribute("name")
        person.fill({str(box): [LEFT]})
        person.use(f"{FINDING} details[open] button")
    assert not person.count(FINDING)
    return count


def day(name: str, iso: str) -> dict[str, list[str]]:
    """The three inputs of a date."""
    year, month, number = iso.split("-")
    return {f"{name}-day": [str(int(number))], f"{name}-month": [str(int(month))],
            f"{name}-year": [year]}  # fmt: skip
