"""Real sample answers for every form, for this folder's tests and for journeys.

The cases stand in `cases/*.yaml`: a title, complete answers, and the level and clause that
the rating rule must give them. The answers of later forms stand in `cases/<form>/*.yaml`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forms.answers.answers import visible_answers
from forms.answers.carried import taken
from forms.questions.origin import Fact
from forms.questions.question import Kind, QuestionSet
from forms.questions.registry import Registry
from forms.questions.source import read

CASES = Path(__file__).parent / "cases"
NAMES = tuple(sorted(path.stem for path in CASES.glob("*.yaml")))
_OLDER_NAMES = {"sex": "gender"}


@dataclass(frozen=True)
class Case:
    """One named case of the rating rule."""

    title: str
    level: str
    clause: str
    answers: dict[str, Any]


@cache
def registry() -> Registry:
    """The packaged sets, loaded once."""
    return Registry.load()


def screening(frame: str = "psed-2010") -> QuestionSet:
    """The newest screening form under a frame."""
    return registry().latest("screening", frame)


@cache
def _read(name: str) -> str:
    return json.dumps(read(CASES / f"{name}.yaml"))


def case(name: str) -> Case:
    """A case with its answers as written, for the frame psed-2010."""
    return Case(**json.loads(_read(name)))


def screening_answers(name: str, frame: str = "psed-2010", contact: str = "U1") -> dict[str, Any]:
    """Complete answers of a case: nothing is left unanswered. `contact` is a user's reference.

    Under an older frame, strands and groups that it does not know are left out.
    """
    question_set = screening(frame)
    answers: dict[str, Any] = {}
    for key, value in {**case(name).answers, "contact": contact}.items():
        known = _known(question_set, key)
        if known:
            answers[known] = value
    return answers


def by_section(name: str, frame: str = "psed-2010", contact: str = "U1") -> dict[str, dict]:
    """The same answers, section by section, as a person would fill them in."""
    answers = screening_answers(name, frame, contact)
    return {
        section.id: {
            question.key: answers[question.key]
            for question in section.questions
            if question.key in answers
        }
        for section in screening(frame).sections
    }


def _known(question_set: QuestionSet, key: str) -> str | None:
    keys = {question.key for question in question_set.questions()}
    strand, _, rest = key.partition("_")
    return next(
        (name for name in (key, f"{_OLDER_NAMES.get(strand)}_{rest}") if name in keys), None
    )


# --- The forms after the screening ---------------------------------------------------------


@cache
def _read_form(form: str, name: str) -> str:
    return json.dumps(read(CASES / form / f"{name}.yaml"))


def assessment_answers(name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """Complete answers of the assessment form, without what it takes from the screening.

    `stop_and_search` (high, full) and `staff_car_parking` (low, consultation waived).
    """
    return _answers("assessment", name, frame)


def consultation_answers(name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """Complete answers of the consultation form: `stop_and_search`."""
    return _answers("consultation", name, frame)


def monitoring_plan_answers(name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """Complete answers of the monitoring plan: `stop_and_search`."""
    return _answers("monitoring_plan", name, frame)


def publication_answers(name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """Complete answers of the publication form."""
    return _answers("publication", name, frame)


def review_answers(name: str, frame: str = "psed-2010", contact: str = "U1") -> dict[str, Any]:
    """Complete answers of the review form, those of the screening asked again included."""
    asked = {question.key for question in form_set("review", frame).questions()}
    screened = screening_answers(name, frame, contact)
    again = {key: value for key, value in screened.items() if key in asked}
    return {**again, **_answers("review", name, frame)}


def evidence_records(name: str) -> list[dict[str, Any]]:
    """The sources that the answers of a case cite, by their `ref`."""
    return json.loads(_read_form("evidence", name))["records"]


def form_set(form: str, frame: str = "psed-2010") -> QuestionSet:
    """The newest set of a form under a frame."""
    return registry().latest(form, frame)


def taken_values(form: str, name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """What the form takes from the forms of the case that come before it."""
    order = ("screening", "assessment", "consultation", "monitoring_plan", "publication", "review")
    known = {Fact.LEVEL: case(name).level}
    forms: dict[str, dict[str, Any]] = {"screening": screening_answers(name, frame)}
    for earlier in order[1 : order.index(form)]:
        if (CASES / earlier / f"{name}.yaml").exists():
            question_set = form_set(earlier, frame)
            given = {**taken(question_set, forms, known), **_answers(earlier, name, frame)}
            forms[earlier] = visible_answers(question_set, given)
    return taken(form_set(form, frame), forms, known)


def with_taken(form: str, name: str, frame: str = "psed-2010") -> dict[str, Any]:
    """The complete answers of a form together with what it takes from outside."""
    if form == "review":
        return review_answers(name, frame)
    return {**taken_values(form, name, frame), **_answers(form, name, frame)}


def _answers(form: str, name: str, frame: str) -> dict[str, Any]:
    """The answers as written, without the strands and groups that the frame does not know."""
    question_set = form_set(form, frame)
    answers: dict[str, Any] = {}
    for key, value in json.loads(_read_form(form, name)).items():
        known = _known(question_set, key)
        if known:
            question = question_set.question(known)
            groups = {option.value for option in question.groups}
            by_group = question.kind is Kind.PER_GROUP
            answers[known] = {g: v for g, v in value.items() if g in groups} if by_group else value
    return answers
