"""The rating rule: the named cases, and that no riskier answer ever lowers a level."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers.answers import unanswered
from forms.answers.rating import decide, final_level, rate, settle
from tests.forms.samples import NAMES, case, screening, screening_answers
from workflows.levels import Level

FRAMES = ("psed-2010", "rraa-2000")
EXPECTED = {
    "stop_and_search": ("high", "a"),
    "police_bail": ("high", "a"),
    "hate_crime_recording": ("high", "a"),
    "promotion_procedure": ("high", "d"),
    "dress_code": ("medium", "f"),
    "staff_car_parking": ("low", "h"),
    "server_patching": ("none", "j"),
    "media_policy": ("medium", "f"),
    "interpreters": ("high", "b"),
    "cell_cleaning_rota": ("low", "i"),
    "live_facial_recognition": ("high", "e"),
    "fitness_entry_standard": ("medium", "g"),
    "traveller_site_eviction": ("high", "b"),
    "stationery": ("low", "h"),
}


def test_every_named_case_has_answers():
    assert {name: (case(name).level, case(name).clause) for name in NAMES} == EXPECTED


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", NAMES)
def test_named_case_is_complete_and_gets_its_level_and_clause(name, frame):
    question_set, answers = screening(frame), screening_answers(name, frame)
    rating = rate(question_set, answers)
    assert unanswered(question_set, answers) == []
    assert rating.complete
    assert (rating.level, rating.clause) == EXPECTED[name]
    assert final_level(question_set, answers) == EXPECTED[name][0]


def test_reason_of_the_clause_that_fired_is_given_for_each_strand():
    rating = rate(screening(), screening_answers("dress_code"))
    by_strand = {strand.strand: strand for strand in rating.strands}
    assert (by_strand["race"].clause, by_strand["religion"].clause) == ("f", "h")
    assert by_strand["age"].clause == "j"
    assert by_strand["race"].reason.startswith("There is some evidence")
    assert len(rating.strands) == 9


def test_main_policy_and_police_power_count_without_any_ticked_group():
    answers = screening_answers("cell_cleaning_rota")
    assert "race_groups" not in answers
    assert rate(screening(), {**answers, "priority_role": "main"}).clause == "a"
    power = {**answers, "priority_subject": ["none"], "power": ["force"]}
    assert (rate(screening(), power).level, rate(screening(), power).clause) == (Level.LOW, "i")


def test_one_source_is_too_few_to_be_not_relevant():
    answers = screening_answers("server_patching")
    rating = rate(screening(), {**answers, "sources": answers["sources"][:1]})
    assert (rating.level, rating.clause) == (Level.LOW, "k")


def test_hidden_role_does_not_count():
    answers = {**screening_answers("stop_and_search"), "priority_subject": ["none"]}
    assert answers["priority_role"] == "main"
    assert rate(screening(), answers).clause != "a"


def test_strongest_of_several_powers_counts():
    answers = screening_answers("fitness_entry_standard")
    weak = rate(screening(), {**answers, "power": ["conditions"]})
    strong = rate(screening(), {**answers, "power": ["job_pay", "conditions"]})
    assert (weak.clause, strong.clause) == ("h", "g")


def test_rating_of_an_empty_form_is_provisional_and_settles_nothing():
    rating = rate(screening(), {})
    assert not rating.complete
    assert "power" in rating.missing
    assert final_level(screening(), {"proposed_level": "high"}) is None


def test_proposal_above_the_computed_level_counts():
    answers = {**screening_answers("stationery"), "proposed_level": "high"}
    assert final_level(screening(), answers) is Level.HIGH


def test_proposal_below_the_computed_level_needs_a_choice():
    answers = {**screening_answers("dress_code"), "proposed_level": "low"}
    assert final_level(screening(), answers) is None
    assert [gap.key for gap in unanswered(screening(), answers)] == ["lower_choice"]
    assert final_level(screening(), {**answers, "lower_choice": "accept"}) is Level.MEDIUM
    asked = {**answers, "lower_choice": "ask"}
    assert final_level(screening(), asked) is Level.LOW
    assert [gap.key for gap in unanswered(screening(), asked)] == ["lower_reasons"]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("strand", ["race", "age"])
def test_no_riskier_value_of_any_variable_lowers_a_level(frame, strand):
    """Exhaustive over the whole domain of the rule's variables."""
    rule = screening(frame).rating
    highest = {
        "V": 3, "D": 2, "scale": 3, "priority": 2, "few_sources": 1,
        "limb": 2, "about": 2, "evidence": 3, "concern": 3,
    }  # fmt: skip
    assert set(highest) | {"context"} == set(rule.variables)
    names = list(highest)
    levels = {}
    for values in product(*(range(top + 1) for top in highest.values())):
        levels[values] = decide(rule, strand, settle(rule, dict(zip(names, values, strict=True))))
    assert {clause.level for clause in levels.values()} == set(Level)
    for values, clause in levels.items():
        for at, name in enumerate(names):
            if values[at] < highest[name]:
                riskier = (*values[:at], values[at] + 1, *values[at + 1 :])
                assert levels[riskier].level >= clause.level, (values, name)


RISKIER = {
    "scale": ["under_100", "hundreds", "thousands", "ten_thousand"],
    "discretion": ["none", "some", "wide"],
    "power": [["information"], ["conditions"], ["service"], ["service", "force"]],
    "priority_role": ["neither", "supporting", "main"],
}
RISKIER_ABOUT_A_GROUP = {
    "disadvantage": ["no", "unsure", "yes"],
    "advance": ["no", "unsure", "yes"],
    "relations": ["no", "unsure", "yes"],
    "about": ["no", "yes"],
    "evidence": ["none", "little", "some", "substantial"],
    "concern": ["none", "unknown", "some", "substantial"],
}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_riskier_answer_lowers_the_level(data):
    question_set = screening(data.draw(st.sampled_from(FRAMES)))
    answers = screening_answers("cell_cleaning_rota", question_set.frame)
    for key, ladder in RISKIER.items():
        answers[key] = data.draw(st.sampled_from(ladder))
    groups = data.draw(st.sets(st.sampled_from(["roma", "arab", "white_irish"]), min_size=1))
    offered = [option.value for option in question_set.question("race_groups").options]
    answers["race_groups"] = [group for group in offered if group in groups] or ["roma"]
    row = {key: data.draw(st.sampled_from(ladder)) for key, ladder in RISKIER_ABOUT_A_GROUP.items()}
    answers["race_effects"] = {group: dict(row) for group in answers["race_groups"]}
    before = rate(question_set, answers)
    key = data.draw(st.sampled_from([*RISKIER, *RISKIER_ABOUT_A_GROUP, "sources"]))
    if key == "sources":
        answers["sources"] = answers["sources"][:1]
    elif key in RISKIER:
        answers[key] = data.draw(st.sampled_from(_from(RISKIER[key], answers[key])))
    else:
        group = data.draw(st.sampled_from(answers["race_groups"]))
        ladder = RISKIER_ABOUT_A_GROUP[key]
        answers["race_effects"][group][key] = data.draw(st.sampled_from(_from(ladder, row[key])))
    assert rate(question_set, answers).level >= before.level


def _from(ladder, value):
    return ladder[ladder.index(value) :]


def test_set_without_a_rule_has_no_level():
    from tests.forms.toys import ANSWERS, toy

    assert final_level(toy(), ANSWERS) is None
    with pytest.raises(ValueError, match="no rating rule"):
        rate(toy(), ANSWERS)
