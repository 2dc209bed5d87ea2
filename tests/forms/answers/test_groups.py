"""Groups ticked in the screening, groups added later, and the sources that a question offers."""

from __future__ import annotations

import pytest

from forms.answers.answers import seen, unanswered
from forms.answers.display import summary
from forms.answers.group_effects import group_effects
from forms.answers.rating import final_level, rate, rows_counted
from forms.answers.visibility import groups_of
from forms.quality.consulting import NORMAL_DAYS
from forms.rendering.builder import Choices, build_form
from tests.forms.pages import make_app
from tests.forms.samples import form_set, screening, screening_answers, with_taken

FRAMES = ("psed-2010", "rraa-2000")
HIGH = with_taken("assessment", "stop_and_search")
LOW = with_taken("assessment", "staff_car_parking")


def asked_about(form, answers, key, frame="psed-2010"):
    question_set = form_set(form, frame)
    return groups_of(question_set.question(key), seen(question_set, answers).known)


@pytest.mark.parametrize("frame", FRAMES)
def test_strand_added_in_the_assessment_is_asked_about_and_carried_on(frame):
    more = {"more_strands": ["religion"], "religion_more": ["sikh"]}
    answers = {**with_taken("assessment", "staff_car_parking", frame), **more}
    question_set = form_set("assessment", frame)
    assert [gap.key for gap in unanswered(question_set, answers)] == ["religion_effects"]
    assert asked_about("assessment", answers, "religion_effects", frame) == ("sikh",)
    strands = {(e.strand, e.group) for e in group_effects(question_set, answers)}
    assert ("religion", "sikh") in strands
    after = {"level": "low", "religion_more": ["sikh"], "religion_groups": ["muslim"]}
    assert asked_about("consultation", after, "religion_effects", frame) == ("muslim", "sikh")


def test_group_added_counts_only_while_its_strand_is_chosen():
    answers = {**LOW, "religion_more": ["sikh"]}
    assert "religion_effects" not in seen(form_set("assessment"), answers).keys
    chosen = {**LOW, "more_strands": ["religion"]}
    assert [gap.key for gap in unanswered(form_set("assessment"), chosen)] == ["religion_more"]


def test_ticked_racial_groups_keep_a_row_of_their_own_among_broad_ones():
    answers = {**HIGH, "race_grouping": "broad", "race_groups": ["gypsy_traveller", "every_race"]}
    assert asked_about("assessment", answers, "race_effects_ticked") == ("gypsy_traveller",)
    assert len(asked_about("assessment", answers, "race_effects_broad")) == 5
    only_all = {**answers, "race_groups": ["every_race"]}
    assert "race_effects_ticked" not in seen(form_set("assessment"), only_all).keys
    after = {
        **with_taken("consultation", "stop_and_search"),
        "race_grouping": "broad",
        "race_effects_ticked": {"gypsy_traveller": {"effect": "negative", "size": "high"}},
    }
    asked = seen(form_set("consultation"), after)
    assert {"race_effects_ticked", "race_residual_ticked"} <= asked.keys


def test_bad_effect_opens_the_reasons_in_the_full_form_and_a_doubt_lets_them_be_given():
    question_set = form_set("assessment")
    reasons = {"legitimate_aim", "proportionate"}
    without = {key: value for key, value in HIGH.items() if key not in reasons}
    assert {gap.key for gap in unanswered(question_set, without)} == reasons
    assert not seen(question_set, LOW).keys & reasons
    unsure = {**LOW, "one_rule": "unsure"}
    assert seen(question_set, unsure).keys >= reasons | {"which_rule"}
    assert {gap.key for gap in unanswered(question_set, unsure)} == {"which_rule"}
    after = with_taken("consultation", "stop_and_search")
    left = {key: value for key, value in after.items() if key not in reasons}
    left["outcome"] = "adjust"
    assert {gap.key for gap in unanswered(form_set("consultation"), left)} == reasons


@pytest.mark.parametrize("frame", FRAMES)
def test_power_over_people_asks_about_every_strand(frame):
    question_set, answers = screening(frame), screening_answers("stop_and_search", frame)
    keys = {f"{strand.key}_matters" for strand in question_set.strands}
    assert keys <= seen(question_set, answers).keys
    assert not keys & seen(question_set, {**answers, "power": ["service"]}).keys
    said = {**answers, "religion_matters": "unsure"}
    assert [gap.key for gap in unanswered(question_set, said)] == ["religion_groups"]
    assert "religion_groups" in rate(question_set, said).missing
    assert final_level(question_set, said) is None


def test_our_own_view_is_no_place_looked_in():
    answers = screening_answers("server_patching")
    assert rows_counted(screening(), answers, "sources") == 3
    own = [{**row, "sort": "own"} for row in answers["sources"][:2]] + answers["sources"][2:]
    rated = rate(screening(), {**answers, "sources": own})
    assert (rated.level.value, rated.clause) == ("low", "k")
    assert rows_counted(screening(), {**answers, "sources": own}, "sources") == 1


def test_nothing_is_said_of_groups_on_a_page_that_nobody_touched():
    section = screening().section("groups")
    asked = [question for question in section.questions if question.key.endswith("_groups")]
    untouched = summary(section.questions, {})
    assert {line for row in untouched for block in row.blocks for line in block.lines} == {
        "Not answered"
    }
    saved = summary(section.questions, {"unticked_reason": "Nobody is in the cell then."})
    assert [row.blocks[0].lines for row in saved[: len(asked)]] == [
        ("Every group: considered, no",)
    ] * len(asked)


def offered(key, stored=None):
    question_set, answers = form_set("assessment"), {**HIGH, key: stored or HIGH[key]}
    choices = Choices(
        evidence={"E1": "E1: Searches", "E2": "E2: Census", "E3": "E3: Panel", "E7": "E7: Talks"},
        kinds={"E1": "statistics", "E2": "statistics", "E3": "consultation", "E7": "experience"},
        warnings={"E1": "It speaks of 2019 and is over 5 years old."},
    )
    with make_app(question_set, answers).test_request_context():
        form = build_form(question_set, question_set.section("evidence"), answers, choices)()
        return {option.value: option.hint for option in form[key].options}


def test_figures_and_voices_offer_sources_of_their_kind_with_a_word_on_old_ones():
    assert offered("figures", ["E1"]) == {
        "E1": "It speaks of 2019 and is over 5 years old.",
        "E2": "",
    }
    assert set(offered("voices", ["E3"])) == {"E3", "E7"}
    assert set(offered("voices", ["E1"])) == {"E1", "E3", "E7"}


def test_normal_length_of_a_consultation_is_that_of_the_process():
    assert NORMAL_DAYS == {"high": 84, "medium": 28}
