"""How hard the questions are to read, by the Flesch-Kincaid grade.

The grade is `0.39 * words per sentence + 11.8 * syllables per word - 15.59` (Kincaid and others,
1975) and stands for years at school. It is worked out here in a few lines, because the packages
that offer it bring dictionaries of many megabytes. Syllables are counted as runs of vowels, a
silent final "e" left out: right for nine words in ten, and seldom wrong by more than one.

A label alone is too short to be measured, so a question is its label and its hint together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

import pytest

from forms.questions.question import QuestionSet
from tests.forms.samples import registry

MEDIAN_GRADE = 8.0
HIGHEST_GRADE = 13.0
"""Beyond this lies the language of universities."""

_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[aeiouy]l|[^aeiouyl])e$|(?:[aeiouy]l|[^aeiouylscxzgh])es$|[^aeiouytd]ed$")


def syllables(word: str) -> int:
    """Runs of vowels, without a silent "e", "es" or "ed" at the end; at least one."""
    word = word.lower()
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text."""
    found = _WORD.findall(text)
    sentences = max(1, len([part for part in _SENTENCE_END.split(text) if _WORD.search(part)]))
    spoken = sum(syllables(word) for word in found)
    return 0.39 * len(found) / sentences + 11.8 * spoken / len(found) - 15.59


def asked(question_set: QuestionSet) -> Iterator[tuple[str, str]]:
    """Every question and every column with its label and hint as one text."""
    for question in question_set.questions():
        for name, item in (
            (question.key, question),
            *((f"{question.key}.{column.key}", column) for column in question.columns),
        ):
            yield name, f"{item.label.rstrip('.')}. {item.hint}".replace("?.", "?")


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("people", 2), ("assessment", 3), ("policy", 3), ("rule", 1), ("changes", 2),
     ("searched", 1), ("wanted", 2), ("discrimination", 5), ("equality", 4), ("times", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word, count):
    assert syllables(word) == count


def test_grade_tells_plain_from_heavy():
    plain = "Who gains from it, and who might lose? Say in what way."
    heavy = (
        "Identify the anticipated differential implications of implementing the aforementioned "
        "organisational arrangements for individuals possessing protected characteristics."
    )
    assert grade(plain) < 4
    assert grade(heavy) > 20


@pytest.mark.parametrize("question_set", registry().all(), ids=lambda s: f"{s.form} {s.frame}")
def test_questions_are_easy_to_read(question_set):
    grades = {name: grade(text) for name, text in asked(question_set)}
    assert median(grades.values()) <= MEDIAN_GRADE
    hard = {name: round(found, 1) for name, found in grades.items() if found > HIGHEST_GRADE}
    assert not hard


@pytest.mark.parametrize("question_set", registry().all(), ids=lambda s: f"{s.form} {s.frame}")
def test_help_and_introductions_are_easy_to_read(question_set):
    helps = [(question.key, question.help) for question in question_set.questions()]
    intros = [(section.id, section.intro) for section in question_set.sections if section.intro]
    grades = {name: grade(text) for name, text in helps + intros}
    assert median(grades.values()) <= MEDIAN_GRADE
    hard = {name: round(found, 1) for name, found in grades.items() if found > HIGHEST_GRADE}
    assert not hard
