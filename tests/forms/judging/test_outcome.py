# ruff: noqa: E501 - tables of cases read best one case a line
"""The rules of the four outcomes, one by one: each fires, and does not where it should not."""

from __future__ import annotations

import pytest

from forms.answers.group_effects import group_effects
from forms.judging.outcome import Place, asks_to_raise, consistency, outcome_facts, outcome_of
from tests.forms.samples import form_set, with_taken
from workflows.facts.outcomes import Outcome

HIGH = with_taken("consultation", "stop_and_search")
PLAN = with_taken("assessment", "stop_and_search")
LOW = with_taken("assessment", "staff_car_parking")

HARMLESS = {
    "age_effects": {"young_adults": {"effect": "none"}},
    "race_effects_detail": {key: {"effect": "none"} for key in HIGH["race_effects_detail"]},
    "smaller_groups": [],
}
WORSE = {
    "treats_differently": "yes",
    "treatment": [{"id": "r1", "strand": "race", "direction": "worse", "basis": "none"}],
}
UNKNOWN_ROMA = {
    **HARMLESS,
    "race_effects_detail": {**HARMLESS["race_effects_detail"], "roma": {"effect": "unknown"}},
    "race_residual_detail": {"roma": {"residual": "unknown"}},
}


def found(form, answers, **more):
    return {finding.id for finding in consistency(form_set(form), answers, **more)}


# Form, its answers, what is changed in them, and the rules that then fire.
CASES = [
    ("consultation", HIGH, {}, set()),
    ("assessment", PLAN, {}, set()),
    ("assessment", LOW, {}, set()),
    ("consultation", HIGH, {"outcome": "no_change"}, {"no_change_with_harm", "no_change_with_unknown"}),
    ("consultation", HIGH, {"outcome": "no_change", **HARMLESS}, set()),
    ("consultation", HIGH, {"outcome": "no_change", **UNKNOWN_ROMA}, {"no_change_with_unknown"}),
    ("consultation", HIGH, {"outcome": "no_change", **UNKNOWN_ROMA, "level": "medium"}, set()),
    (
        "consultation",
        HIGH,
        {"outcome": "no_change", **HARMLESS, "do_more_taken": "not_now"},
        {"no_change_with_missed_chance"},
    ),
    (
        "consultation",
        HIGH,
        {"outcome": "no_change", **HARMLESS, "do_more_taken": "not_now", "do_more_reason": "Late"},
        set(),
    ),
    ("consultation", HIGH, {"outcome": "adjust"}, set()),
    ("consultation", HIGH, {"outcome": "adjust", "changes": HIGH["changes"][-1:]}, {"adjust_without_change"}),
    ("consultation", HIGH, {"outcome": "adjust", "changes": []}, {"adjust_without_change", "harm_without_change"}),
    ("consultation", HIGH, {**HARMLESS, "outcome": "no_change", "relations": "harms", "changes": []}, {"harm_without_change"}),
    ("consultation", HIGH, {**HARMLESS, "outcome": "no_change", "relations": "helps", "changes": []}, set()),
    ("consultation", HIGH, {"legitimate_aim": None}, {"continue_without_reasons"}),
    ("consultation", HIGH, {"review_months": 13}, {"continue_without_early_review"}),
    ("consultation", HIGH, {"review_months": None}, {"continue_without_early_review"}),
    ("consultation", HIGH, HARMLESS, {"continue_without_harm"}),
    ("consultation", HIGH, {**HARMLESS, "one_rule": "yes"}, set()),
    ("consultation", HIGH, {"outcome": "stop"}, set()),
    ("consultation", HIGH, {"outcome": None, "changes": []}, {"harm_without_change"}),
    ("assessment", PLAN, {"can_change": "no"}, {"nothing_can_change"}),
    ("assessment", LOW, {"relations": "harms", "sex_effects": {"women": {"effect": "none"}}, "changes": []}, {"harm_without_change", "adjust_without_change"}),
    ("assessment", LOW, {"outcome": "no_change"}, {"no_change_with_harm"}),
    ("assessment", LOW, {"outcome": "continue"}, {"continue_without_reasons"}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "change", "rules"), CASES)
def test_outcome_agrees_with_the_answers_or_says_why_not(form, answers, change, rules):
    given = {key: value for key, value in {**answers, **change}.items() if value is not None}
    assert found(form, given) == rules


@pytest.mark.parametrize("outcome", ["no_change", "adjust", "continue", "stop"])
def test_outcome_that_is_only_taken_over_contradicts_nothing(outcome):
    assert found("monitoring_plan", {"level": "high", "outcome": outcome}) == set()


def test_worse_treatment_stops_once_the_lawyer_confirms_that_nothing_allows_it():
    answers = {**HIGH, **WORSE}
    assert found("consultation", answers) == set()
    assert found("consultation", answers, no_basis_confirmed=True) == {"must_stop"}
    assert found("consultation", {**answers, "outcome": "stop"}, no_basis_confirmed=True) == set()
    assert found("consultation", HIGH, no_basis_confirmed=True) == set()
    for basis, direction in (("unknown", "worse"), ("none", "better")):
        row = {**WORSE["treatment"][0], "basis": basis, "direction": direction}
        other = {**answers, "treatment": [row]}
        assert found("consultation", other, no_basis_confirmed=True) == set()


def test_every_finding_says_why_and_what_to_do():
    findings = consistency(form_set("consultation"), {**HIGH, "outcome": "no_change"})
    assert all(finding.reason and finding.hint and finding.question for finding in findings)


def test_outcome_is_numbered_as_the_guards_number_it():
    chosen = {value: {**HIGH, "outcome": value} for value in ("no_change", "adjust", "continue")}
    assert [outcome_of(form_set("consultation"), answers) for answers in chosen.values()] == [
        Outcome.NO_CHANGE, Outcome.ADJUST, Outcome.CONTINUE,
    ]  # fmt: skip
    assert outcome_of(form_set("assessment"), PLAN) is None
    hidden = {**PLAN, "outcome": "stop"}
    assert outcome_of(form_set("assessment"), hidden) is None


HARMED_NOBODY = {
    "disability_effects": {"mobility": {"effect": "none"}},
    "sex_effects": {"women": {"effect": "positive"}},
}


def wrongs(**changed):
    """The low case's answers on the other wrongs, some of them changed; None leaves one out."""
    given = {key: row["risk"] for key, row in LOW["other_wrongs"].items()} | changed
    return {"other_wrongs": {key: {"risk": risk} for key, risk in given.items() if risk}}


# A fact, the answers of the low case changed, and its value.
FACTS = [
    ("waived", {}, True),
    ("waived", {"consultation": "planned"}, False),
    ("waived", {"level": "high"}, False),
    ("dont_know_on_discrimination", {}, False),
    ("dont_know_on_discrimination", {"treats_differently": "unsure"}, True),
    ("dont_know_on_discrimination", {"one_rule": "unsure"}, True),
    ("dont_know_on_discrimination", {"one_rule": None}, True),
    ("dont_know_on_discrimination", {"treats_differently": "yes", "treatment": [{"id": "r1", "basis": "unknown"}]}, True),
    ("discrimination_not_ruled_out", {}, False),
    ("discrimination_not_ruled_out", {"one_rule": "yes"}, True),
    ("discrimination_not_ruled_out", {"treats_differently": None}, True),
    ("worse_without_basis", {}, False),
    ("worse_without_basis", WORSE, True),
    ("worse_without_basis", {"treats_differently": "yes"}, True),
    ("worse_without_basis", {"treats_differently": None}, True),
    ("worse_without_basis", {"treats_differently": "yes", "treatment": [{"id": "r1", "direction": "worse", "basis": "job_needs"}]}, False),
    ("worse_without_basis", {"treats_differently": "yes", "treatment": [{"id": "r1", "direction": "better", "basis": "none"}]}, False),
    ("rule_weighs_on_group", {}, True),
    ("rule_weighs_on_group", HARMED_NOBODY, False),
    ("rule_weighs_on_group", {**HARMED_NOBODY, "one_rule": "yes"}, True),
    ("rule_weighs_on_group", {**HARMED_NOBODY, "one_rule": "unsure"}, False),
    ("rule_weighs_on_group", {**HARMED_NOBODY, "one_rule": None}, True),
    ("rule_weighs_on_group", {**HARMED_NOBODY, "disability_effects": {"mobility": {"effect": "negative", "size": "low"}}}, True),
    ("rule_weighs_on_group", {**HARMED_NOBODY, "disability_effects": {"mobility": {"effect": "unknown"}}}, False),
    ("dont_know_on_discrimination", wrongs(arising="unsure"), True),
    ("dont_know_on_discrimination", wrongs(adjustments=None), True),
    ("dont_know_on_discrimination", wrongs(harassment="unsure"), False),
    ("discrimination_not_ruled_out", wrongs(arising="yes"), True),
    ("discrimination_not_ruled_out", wrongs(victimisation="yes"), False),
    ("negative_or_unknown_effect", {}, True),
    ("negative_or_unknown_effect", {"disability_effects": {"mobility": {"effect": "none"}}, "sex_effects": {"women": {"effect": "positive"}}}, False),
    ("negative_or_unknown_effect", {"disability_effects": {}, "sex_effects": {"women": {"effect": "none"}}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "value"), FACTS)
def test_fact_for_the_guards(name, change, value):
    answers = {key: item for key, item in {**LOW, **change}.items() if item is not None}
    assert getattr(outcome_facts(form_set("assessment"), answers), name) == value


@pytest.mark.parametrize(("answer", "outcome"), [("adjust", Outcome.ADJUST), (None, None)])
def test_the_outcome_that_was_chosen(answer, outcome):
    assert outcome_of(form_set("assessment"), {**LOW, "outcome": answer}) is outcome


def test_what_is_left_is_read_from_whichever_question_asks():
    effects = {(e.strand, e.group): e for e in group_effects(form_set("consultation"), HIGH)}
    assert effects["race", "black_african"].left == "both"
    assert effects["race", "mixed_white_black_african"].left == "none"
    assert effects["race", "white_british"].left == "positive"
    assert effects["race", "Somali young men in the north of the area"].left == "both"
    assert effects["age", "young_adults"].size == "high"
    low = {e.group: e for e in group_effects(form_set("assessment"), LOW)}
    assert low["women"].left == "both"


# What is changed in the low case, and the reasons to raise its level.
RAISING = [
    ({}, set()),
    ({"one_rule": "yes"}, {"raise_for_rule"}),
    ({"one_rule": "unsure"}, {"raise_for_rule"}),
    ({"race_groups": ["roma"], "race_effects": {"roma": {"effect": "negative", "size": "high"}}}, {"raise_for_race"}),
    ({"race_groups": ["roma"], "race_effects": {"roma": {"effect": "negative", "size": "low"}}}, set()),
    ({"sex_effects": {"women": {"effect": "negative", "size": "high"}}}, set()),
    ({"one_rule": "yes", "level": "high"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rules"), RAISING)
def test_low_level_asks_to_be_raised(change, rules):
    assert {f.id for f in asks_to_raise(form_set("assessment"), {**LOW, **change})} == rules


def test_contradiction_leads_to_the_outcome_and_to_every_answer_it_does_not_fit():
    question_set = form_set("consultation")
    answers = {**HIGH, "outcome": "no_change"}
    harm, unknown = consistency(question_set, answers)
    assert (harm.section, harm.question) == ("conclusion", "outcome")
    assert harm.against[0] == Place("race-residual-detail", "race_residual_detail", "Bangladeshi")
    assert Place("age-residual", "age_residual", "Young adults aged 18 to 24") in harm.against
    assert {place.question for place in unknown.against} == {"race_residual_detail"}
    answers = {**HIGH, "changes": [], "outcome": "adjust"}
    assert [found.question for found in consistency(question_set, answers)] == [
        "changes",
        "outcome",
    ]


@pytest.mark.parametrize(("form", "answers", "change", "rules"), CASES)
def test_every_answer_named_stands_in_the_section_named(form, answers, change, rules):
    given = {key: value for key, value in {**answers, **change}.items() if value is not None}
    for finding in consistency(form_set(form), given):
        for place in (Place(finding.section, finding.question), *finding.against):
            asked = form_set(form).section(place.section).questions
            assert place.question in {question.key for question in asked}
