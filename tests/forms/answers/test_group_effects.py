"""The effects on groups are read from the questions that ask for them, and from no others."""

from __future__ import annotations

from forms.answers.group_effects import group_effects
from tests.forms.samples import form_set, with_taken


def test_what_a_change_would_bring_is_no_effect_on_a_group():
    answers = with_taken("assessment", "staff_car_parking")
    assert answers["changes"][0]["effect"]
    found = group_effects(form_set("assessment"), answers)
    assert {(e.strand, e.value) for e in found} == {("disability", "unknown"), ("sex", "both")}
