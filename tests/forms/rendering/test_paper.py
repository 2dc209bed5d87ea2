"""A form on paper: what is left out, and when what is conditional is asked."""

from __future__ import annotations

import pytest

from forms.questions.conditions import Condition
from forms.questions.registry import Registry
from forms.rendering.paper import ON_LEVEL, on_paper, only_if
from tests.forms.samples import screening

SETS = Registry.load(None)


def keys(question_set, known):
    """The keys of the questions on paper."""
    return [asked.question.key for one in on_paper(question_set, known) for asked in one.questions]


def test_every_question_of_a_form_that_takes_nothing_is_there():
    assert keys(screening(), {}) == [question.key for question in screening().questions()]


@pytest.mark.parametrize("level", ["high", "medium", "low"])
def test_what_the_level_rules_out_is_left_out(level):
    """Everything that is asked at this level, whatever is answered, is on the paper."""
    full = SETS.latest("assessment", "psed-2010")
    found = keys(full, {"level": level})
    assert 0 < len(found) < len(list(full.questions()))
    always = [q.key for q in full.questions() if q.show_if is None]
    shown = {q.key for s in full.sections if s.show_if is None for q in s.questions}
    assert {key for key in always if key in shown} <= set(found)


def test_a_plain_condition_is_said_in_words():
    asked = next(q for q in screening().questions() if q.kind == "yes_no")
    words = only_if(screening(), Condition(question=asked.key, any_of=("yes",)))
    assert words == f"Only if you answered “Yes” to “{asked.label}”."


def test_other_conditions_name_the_questions_they_look_at():
    first, second, *_ = screening().questions()
    both = Condition(
        all=(
            Condition(question=second.key, answered=True),
            Condition(question=first.key, answered=True),
        )
    )
    expected = f"Only with certain answers to: “{first.label}”, “{second.label}”."
    assert only_if(screening(), both) == expected
    assert only_if(screening(), None) == ""
    assert only_if(screening(), Condition(rating_known=True)) == ON_LEVEL
