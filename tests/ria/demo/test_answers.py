"""The demonstration's files answer the present forms of each policy completely.

If a question is added to a form, its missing answer is found here at once, before two years are
played through.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date

import pytest

from forms.answers.answers import unanswered, visible_answers
from forms.answers.carried import taken
from forms.answers.rating import rate
from forms.questions.origin import Fact
from ria.demo.answering.assessment import assessment
from ria.demo.answering.later import consultation, monitoring_plan, publication, review
from ria.demo.answering.profile import Profile, told
from ria.demo.answering.screening import screening
from ria.demo.story.register import entries
from tests.forms.samples import registry

BEGUN = "screening begun"
NAMES = [entry.answers for entry in entries() if entry.answers and entry.story != BEGUN]
TOLD_BY = {
    "assessment": {"gap", "waiver"},
    "consultation": {"points"},
    "monitoring_plan": {"indicators"},
    "publication": {"summary"},
    "review": {"review"},
}
"""What a file holds if it has what a form after the screening asks."""


class _Bank(defaultdict):
    """Every source that is cited is in the bank."""

    def __missing__(self, key):
        return f"E{len(key)}"


@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_answered_in_full(name):
    profile = Profile(told(name), "U1", date(2026, 11, 25), _Bank())
    forms: dict[str, dict] = {}
    for form in ("screening", *(f for f, keys in TOLD_BY.items() if keys & profile.told.keys())):
        questions = registry().latest(form, "psed-2010")
        strands = [strand.key for strand in questions.strands]
        made = {
            "screening": lambda s=strands: screening(profile, s),
            "assessment": lambda q=questions: assessment(profile, q),
            "consultation": lambda q=questions: consultation(profile, q),
            "monitoring_plan": lambda: monitoring_plan(profile),
            "publication": lambda: publication(profile),
            "review": lambda s=strands: review(profile, s),
        }
        answers = json.loads(json.dumps(made[form]()))
        carried = taken(questions, forms, {Fact.LEVEL: profile.level})
        known = {**carried, **answers}
        assert [str(gap) for gap in unanswered(questions, known)] == [], form
        visible = visible_answers(questions, known)
        assert answers.keys() <= visible.keys(), f"{form}: answers to what is not asked"
        if form == "screening":
            assert rate(questions, known).level.value == profile.level
        forms[form] = visible


ASSESSED = [
    name for name in dict.fromkeys(NAMES)
    if told(name)["level"] in ("high", "medium") and "gap" in told(name)
]  # fmt: skip


@pytest.mark.parametrize("name", ASSESSED)
def test_whoever_uses_a_power_or_serves_the_public_says_which_rights_that_touches(name):
    """Nobody would believe of a search or of a report to the police that it touches none."""
    case = told(name)
    if {"force", "service"} & set(case["power"]) and name != "police_base":
        assert case.get("rights", ["none"]) != ["none"]
        assert len(case["rights_balance"]) >= 60
