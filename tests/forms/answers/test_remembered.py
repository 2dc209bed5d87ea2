"""What is remembered is what would be worked out anew, whatever the caller does meanwhile."""

from __future__ import annotations

import copy
import random

import pytest

from forms.answers.answers import seen
from forms.answers.rating import rate
from forms.questions.question import QuestionSet
from tests.forms import samples

CASES = ("media_policy", "server_patching", "staff_car_parking", "stop_and_search")


@pytest.mark.parametrize("work_out", [seen, rate])
def test_it_is_what_would_be_worked_out_anew(work_out):
    questions, dice = samples.form_set("screening"), random.Random(7)
    for case in CASES:
        whole = samples.screening_answers(case)
        for _ in range(20):
            answers = {key: value for key, value in whole.items() if dice.random() < 0.9}
            plain = work_out.__wrapped__(questions, answers)
            assert work_out(questions, answers) == plain == work_out(questions, dict(answers))


def test_a_change_of_what_was_asked_about_changes_nothing_that_is_remembered():
    questions = samples.form_set("screening")
    answers = copy.deepcopy(samples.screening_answers("media_policy"))
    before = copy.deepcopy(seen(questions, answers).answers)
    for value in answers.values():
        if isinstance(value, list | dict):
            value.clear()
    assert seen(questions, answers).answers != before
    assert seen(questions, samples.screening_answers("media_policy")).answers == before


def test_another_order_or_kind_of_value_is_another_question():
    questions = samples.form_set("screening")
    answers = samples.screening_answers("media_policy")
    turned = dict(reversed(answers.items()))
    assert seen(questions, turned) == seen.__wrapped__(questions, turned)
    numbered = {**answers, "purpose": 1}
    assert seen(questions, numbered).answers["purpose"] is not True
    told = seen(questions, {**answers, "purpose": True}).answers["purpose"]
    assert told is True


def test_a_form_made_for_one_request_is_not_kept():
    questions = samples.form_set("screening")
    made = QuestionSet.model_validate({**questions.model_dump(), "hash": ""})
    answers = samples.screening_answers("media_policy")
    assert seen(made, answers) is not seen(made, answers)
    assert seen(questions, answers) is seen(questions, answers)
