"""The forms after the screening: complete samples, what each level is asked, sound pages."""

from __future__ import annotations

import pytest

from forms.answers.answers import (
    seen,
    unanswered,
    visible_answers,
    visible_questions,
    visible_sections,
)
from forms.questions.question import Kind
from forms.rendering.builder import Choices
from tests.forms.pages import Page, make_app
from tests.forms.samples import (
    assessment_answers,
    evidence_records,
    form_set,
    registry,
    taken_values,
    with_taken,
)

FRAMES = ("psed-2010", "rraa-2000")
SAMPLES = [
    ("assessment", "stop_and_search"),
    ("assessment", "staff_car_parking"),
    ("consultation", "stop_and_search"),
    ("monitoring_plan", "stop_and_search"),
    ("publication", "stop_and_search"),
    ("publication", "staff_car_parking"),
    ("review", "stop_and_search"),
    ("review", "staff_car_parking"),
]
FULL_ONLY = {"help_hinder", "team", "figures_show", "alternatives", "rights", "combined"}
PLAN = "consultation_plan"
LOW = with_taken("assessment", "staff_car_parking")


def keys(form, answers, frame="psed-2010"):
    return set(seen(form_set(form, frame), answers).keys)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_sample_leaves_nothing_unanswered_and_nothing_hidden(form, name, frame):
    question_set, answers = form_set(form, frame), with_taken(form, name, frame)
    assert unanswered(question_set, answers) == []
    taken = {value.key for value in question_set.takes}
    assert set(visible_answers(question_set, answers)) == set(answers) - taken


def test_low_case_without_consultation_is_asked_at_most_twenty_questions():
    question_set = form_set("assessment")
    answers = with_taken("assessment", "staff_car_parking")
    asked = [
        question.key
        for section in visible_sections(question_set, answers)
        for question in visible_questions(question_set, section, answers)
    ]
    assert len(asked) <= 20, asked
    assert {"aims", "evidence_used", "outcome", "actions", "look_again"} <= set(asked)


def test_levels_are_asked_what_the_process_says():
    high = with_taken("assessment", "stop_and_search")
    full = keys("assessment", high)
    assert full >= FULL_ONLY
    assert not full & {"outcome", "actions", "consultation", "harm_signs", "race_effects"}
    assert keys("assessment", {**high, "level": "medium"}) == full
    low = keys("assessment", {**high, "level": "low"})
    assert not low & FULL_ONLY
    assert low >= {"race_effects", "evidence_used", "consultation"}


def test_low_level_plans_a_consultation_or_concludes_at_once():
    low = with_taken("assessment", "staff_car_parking")
    planned = keys("assessment", {**low, "consultation": "planned"})
    assert planned >= {"consult_purpose", "consultees", "formats"}
    assert not planned & {"outcome", "outcome_reasons", "harm_signs", "waiver_reason"}
    undecided = {key: value for key, value in low.items() if key != "consultation"}
    assert not keys("assessment", undecided) & {"outcome", "consult_purpose"}


def test_raised_level_asks_what_was_left_out_and_hides_the_waiver():
    low = with_taken("assessment", "staff_car_parking")
    raised = keys("assessment", {**low, "level": "medium"})
    assert raised >= FULL_ONLY | {"race_grouping", "consult_purpose"}
    assert not raised & {"consultation", "waiver_reason", "outcome"}


def test_consultation_plan_can_be_complete_by_itself():
    question_set, answers = form_set("assessment"), with_taken("assessment", "stop_and_search")
    without = {key: value for key, value in answers.items() if key != "consultees"}
    assert [gap.key for gap in unanswered(question_set, without, part=PLAN)] == ["consultees"]
    assert unanswered(question_set, without, part="") == []
    low = with_taken("assessment", "staff_car_parking")
    assert unanswered(question_set, low, part=PLAN) == []


def test_race_is_asked_in_detail_or_folded_with_a_reason():
    answers = with_taken("assessment", "stop_and_search")
    detail = form_set("assessment").question("race_effects_detail")
    assert len(detail.groups) == 19
    assert len(form_set("assessment", "rraa-2000").question("race_effects_detail").groups) == 18
    folded = {**answers, "race_grouping": "broad"}
    gaps = {gap.key for gap in unanswered(form_set("assessment"), folded)}
    assert gaps == {"race_grouping_reason", "race_effects_broad", "race_effects_ticked"}
    assert len(form_set("assessment").question("race_effects_broad").groups) == 5


@pytest.mark.parametrize("frame", FRAMES)
def test_harm_asks_for_a_change_and_what_is_left_of_it(frame):
    answers = with_taken("assessment", "staff_car_parking", frame)
    without = {key: value for key, value in answers.items() if key != "changes"}
    gaps = {gap.key for gap in unanswered(form_set("assessment", frame), without)}
    assert gaps == {"changes"}
    harmless = {
        key: {group: {"effect": "none"} for group in value} if key.endswith("_effects") else value
        for key, value in without.items()
    }
    assert unanswered(form_set("assessment", frame), harmless) == []

    after = with_taken("consultation", "stop_and_search", frame)
    left = after["race_residual_detail"]
    assert "white_british" not in left
    assert {"black_african", "roma"} <= set(left)
    after = {**after, "age_effects": {"young_adults": {"effect": "positive"}}}
    assert "age_residual" not in keys("consultation", after, frame)


def test_silence_is_explained_and_summary_and_influence_are_asked_all_the_same():
    answers = {**with_taken("consultation", "stop_and_search"), "any_responses": "no"}
    assert [gap.key for gap in unanswered(form_set("consultation"), answers)] == ["nil_reason"]
    asked = keys("consultation", answers)
    assert {"consultation_summary", "consultation_influence"} <= asked
    assert not asked & {"responses", "themes", "influence_rows"}


@pytest.mark.parametrize("frame", FRAMES)
def test_judgements_after_consultation_stand_beside_the_old_ones(frame):
    before, after = form_set("assessment", frame), form_set("consultation", frame)
    wanted = {
        "differences", "treats_differently", "one_rule", "changes", "race_effects_detail",
        "other_wrongs", "relations", "relations_how",
    }  # fmt: skip
    beside = {q.key: q.beside.question for q in after.questions() if q.beside}
    assert wanted <= set(beside)
    assert all(key == old for key, old in beside.items())
    assert all(after.question(key).judgement for key in beside)
    shared = {q.key for q in before.questions()} & {q.key for q in after.questions()}
    for key in shared:
        old, new = before.question(key), after.question(key)
        assert (old.kind, old.options) == (new.kind, new.options), key
        assert [group.value for group in old.groups] == [group.value for group in new.groups], key


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("key", ["other_wrongs", "relations"])
def test_other_wrongs_and_good_relations_are_judged_again_whatever_the_answers(key, frame):
    question_set = form_set("consultation", frame)
    for given in (with_taken("consultation", "stop_and_search", frame), {"level": "low"}):
        without = {name: value for name, value in given.items() if name != key}
        assert key in {gap.key for gap in unanswered(question_set, without)}


@pytest.mark.parametrize(
    ("level", "months", "complete"),
    [("high", 3, True), ("high", 4, False), ("medium", 6, True), ("medium", 7, False)],
)
def test_reports_are_as_frequent_as_the_level_demands(level, months, complete):
    answers = with_taken("monitoring_plan", "stop_and_search")
    answers |= {"level": level, "report_months": months}
    gaps = [gap.key for gap in unanswered(form_set("monitoring_plan"), answers)]
    assert gaps == ([] if complete else ["report_months"])


def test_going_on_with_a_harm_left_is_reviewed_within_a_year_and_watched():
    answers = {**with_taken("consultation", "stop_and_search"), "review_months": 13}
    assert [g.key for g in unanswered(form_set("consultation"), answers)] == ["review_months"]
    assert unanswered(form_set("consultation"), {**answers, "outcome": "adjust"}) == []
    plan = with_taken("monitoring_plan", "stop_and_search")
    assert "interim_check" in keys("monitoring_plan", plan)
    assert "interim_check" not in keys("monitoring_plan", {**plan, "outcome": "adjust"})


def test_low_monitoring_plan_is_four_questions():
    assert keys("monitoring_plan", {"level": "low"}) == {
        "harm_signs", "watched_by", "recorded_where", "look_again",
    }  # fmt: skip


def test_plain_summary_has_at_most_150_words():
    assert form_set("publication").question("plain_summary").max_words == 150


@pytest.mark.parametrize("name", ["stop_and_search", "staff_car_parking"])
def test_cited_evidence_is_in_the_sample_bank(name):
    refs = {record["ref"] for record in evidence_records(name)}
    cited = [
        ref
        for question in form_set("assessment").questions()
        if question.kind is Kind.EVIDENCE
        for ref in assessment_answers(name).get(question.key, ())
    ]
    assert cited
    assert set(cited) <= refs


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_every_page_is_sound_and_gives_back_what_it_shows(form, name, frame):
    question_set, answers = form_set(form, frame), with_taken(form, name, frame)
    client = make_app(question_set, answers).test_client()
    for section in visible_sections(question_set, answers):
        page = Page(client.get(f"/{section.id}").text)
        assert len(page.ids) == len(set(page.ids)), section.id
        assert set(page.described) <= set(page.ids), section.id
        response = client.post(f"/{section.id}", data=page.posted())
        assert response.status_code == 200, response.text
        asked = {question.key for question in section.questions} & set(answers)
        assert response.json["answers"] == {key: answers[key] for key in asked}


def test_everything_taken_by_the_samples_is_declared():
    for form, name in SAMPLES:
        declared = {value.key for value in form_set(form).takes}
        assert set(taken_values(form, name)) <= declared
    assert {s.form for s in registry().all()} >= {form for form, _ in SAMPLES}


def test_empty_evidence_bank_says_so_and_asks_on(monkeypatch):
    monkeypatch.setattr("tests.forms.pages.CHOICES", Choices())
    answers = with_taken("assessment", "stop_and_search")
    answers = {key: value for key, value in answers.items() if key != "figures"}
    client = make_app(form_set("assessment"), answers).test_client()
    html = client.get("/evidence").text
    assert "There is no evidence of this sort to choose from yet" in html
    assert 'id="figures"' in html
    assert client.post("/evidence", data={"figures_show": "So far none. " * 9}).status_code == 200
    assert client.post("/evidence", data={"figures": "E9"}).status_code == 422


def test_short_form_cites_any_evidence_or_says_that_there_is_none_and_closes_the_gap():
    client = make_app(form_set("assessment"), LOW).test_client()
    assert client.post("/evidence", data={"evidence_used": "none"}).status_code == 200
    both = client.post("/evidence", data={"evidence_used": ["E1", "none"]})
    assert both.status_code == 422
    none = {**LOW, "evidence_used": ["none"]}
    assert [gap.key for gap in unanswered(form_set("assessment"), none)] == ["gaps"]
