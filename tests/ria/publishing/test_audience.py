"""A question that is not for the public gives nothing to a public page, whatever its kind.

Every set there is answers for itself, so that a question added tomorrow is held too.
"""

from __future__ import annotations

import json

import pytest

from forms.questions.question import Audience
from ria.models import SectionAnswers
from ria.publishing.inventory import inventory
from ria.publishing.public import PublicForm
from ria.queries.assessment.form_content import FormContent
from tests.forms import samples
from tests.ria.canaries import canary, marked_keys, with_canaries, worded_by_the_set

SETS = sorted({(s.form, s.frame) for s in samples.registry().all()})


@pytest.fixture(params=SETS, ids="-".join)
def questions(request):
    """The newest set of each form, under each frame."""
    return samples.form_set(*request.param)


def content(questions):
    """The form with a canary at every question that is not public, and nothing else."""
    answers = with_canaries(questions, {})
    row = SectionAnswers(stage_form_id=1, section="all", answers=answers, version=1, saved_by=1)
    return FormContent(1, questions.form, questions, {"all": row})


def test_every_question_that_is_not_public_has_a_canary_or_no_words_of_its_own(questions):
    inside = {q.key for q in questions.questions() if q.audience is not Audience.PUBLIC}
    assert inside == marked_keys(questions) | worded_by_the_set(questions)
    marked = json.dumps(with_canaries(questions, {}))
    assert [key for key in marked_keys(questions) if canary(key) not in marked] == []


def test_nothing_of_them_is_public(questions):
    form = PublicForm(content(questions))
    for question in questions.questions():
        if question.audience is not Audience.PUBLIC:
            key = question.key
            assert (form.text(key), form.value(key), form.rows(key), form.chosen(key)) == (
                None, None, [], []), key  # fmt: skip
    assert "canary" not in json.dumps([form.sections(), form.refs()])
    assert "canary" not in str(inventory({questions.form: form}))
