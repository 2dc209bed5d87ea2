"""Real sample answers for the screening form, for this folder's tests and for journeys.

The cases stand in `cases/*.yaml`: a title, complete answers, and the level and clause that
the rating rule must give them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forms.question import QuestionSet
from forms.registry import Registry
from forms.source import read

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
