# ruff: noqa: E501 - tables of cases read best one case a line
"""Every quality rule fires where it should and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.quality.case import Case, EvidenceRecord, findings
from forms.quality.checker import check
from tests.forms.samples import (
    NAMES,
    evidence_records,
    form_set,
    screening_answers,
    with_taken,
)

TODAY = date(2026, 11, 22)
FRAMES = ("psed-2010", "rraa-2000")


def bank(name) -> dict[str, EvidenceRecord]:
    """The sample sources, as if all of them spoke of last year."""
    return {
        record["ref"]: EvidenceRecord(
            record["ref"],
            record["source"],
            record["period"],
            date(2025, 3, 31),
            kind=record["kind"],
        )
        for record in evidence_records(name)
    }


def a_case(form, name, frame="psed-2010", today=TODAY, **changes) -> Case:
    answers = {**with_taken(form, name, frame), **changes}
    given = {key: value for key, value in answers.items() if value is not None}
    return Case(form_set(form, frame), given, today, bank(name))


def high(**changes):
    return a_case("assessment", "stop_and_search", **changes)


def low(**changes):
    return a_case("assessment", "staff_car_parking", **changes)


def after(**changes):
    return a_case("consultation", "stop_and_search", **changes)


def screened(name, **changes):
    return Case(form_set("screening"), {**screening_answers(name), **changes}, TODAY)


def test_group_without_effect_is_asked_for_a_reason_and_not_called_unspoken_of():
    told = low(religion_groups=["sikh"], religion_effects={"sikh": {"effect": "none"}})
    reasons = [one.reason for one in check(told) if one.id.startswith("group_forgotten")]
    assert reasons == ["Sikhs: ticked in the screening, and now no effect, without a reason"]


def no_effect(name):
    """The rows on race, with some evidence of a difference and "no" to everything else."""
    limbs = dict.fromkeys(("disadvantage", "advance", "relations", "about"), "no")
    rest = {"evidence": "some", "concern": "none"}
    return {group: {**limbs, **rest} for group in screening_answers(name)["race_groups"]}


def treated(strand, direction, basis):
    what = "Ten places on the course are kept for them."
    return {"id": "r1", "strand": strand, "direction": direction, "basis": basis, "what": what}


def citing(**changes):
    """The high case with its first source changed."""
    case = high()
    record = replace(case.evidence["E1"], **changes)
    return replace(case, evidence={**case.evidence, "E1": record})


def rows(case, key, number, **changes):
    """The rows of a table with one row changed; None takes a cell out."""
    found = [dict(row) for row in case.answers[key]]
    found[number].update(changes)
    found[number] = {name: value for name, value in found[number].items() if value is not None}
    return {key: found}


def consultees(**columns):
    return [{**row, **columns} for row in high().answers["consultees"]]


def found(case) -> set[str]:
    return {finding.id for finding in check(case)}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("assessment", "stop_and_search"),
        ("assessment", "staff_car_parking"),
        ("consultation", "stop_and_search"),
        ("monitoring_plan", "stop_and_search"),
        ("publication", "stop_and_search"),
        ("publication", "staff_car_parking"),
    ],
)
def test_good_answers_raise_nothing(form, name, frame):
    assert check(a_case(form, name, frame)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_good_screenings_raise_nothing(name):
    assert check(Case(form_set("screening"), screening_answers(name), TODAY)) == ()


def test_empty_form_raises_nothing():
    for form in ("screening", "assessment", "consultation", "monitoring_plan", "publication"):
        assert check(Case(form_set(form), {}, TODAY)) == ()


COPIED = "Staff look at each case by itself on the day"

# The case, and the rule that fires: nothing else may.
FIRING = [
    (lambda: high(combined="There is no impact on anyone."), "empty_phrase"),
    (lambda: high(combined="Everyone is treated the same here."), "empty_phrase"),
    (lambda: high(combined="We treat all people alike, of course."), "empty_phrase"),
    (lambda: high(combined="The policy applies equally to all people."), "empty_phrase"),
    (lambda: high(combined="We are colour-blind in all that we do."), "empty_phrase"),
    (lambda: high(**rows(high(), "gaps", 0, gap="None identified at all.")), "empty_phrase"),
    (lambda: high(combined="TBC"), "placeholder"),
    (lambda: high(combined=f"{COPIED}.", adding_up=f"Also. {COPIED.upper()}!", advances=f"{COPIED}. So it is."), "repeated_words"),
    (lambda: high(carried_out_by="n/a"), "placeholder"),
    (lambda: high(related="..."), "placeholder"),
    (lambda: high(**rows(high(), "alternatives", 0, effect="See above.")), "placeholder"),
    (lambda: high(figures_show="Black people are searched far more often than others are, by far."), "figures_without_numbers"),
    (lambda: citing(as_of=date(2021, 11, 21)), "evidence_old"),
    (lambda: citing(source=" "), "evidence_unsourced"),
    (lambda: citing(period=""), "evidence_unsourced"),
    (lambda: citing(as_of=None), "evidence_unsourced"),
    (lambda: high(figures=["E99"]), "evidence_unsourced"),
    (lambda: citing(superseded=True), "evidence_superseded"),
    (lambda: high(voices=["E1"]), "evidence_kind"),
    (lambda: high(figures=["E3"]), "evidence_kind"),
    (lambda: screened("stationery", **rows(screened("stationery"), "sources", 0, finding="We asked ourselves and found nothing.")), "own_view_as_source"),
    (lambda: screened("stationery", **rows(screened("stationery"), "sources", 0, sort="own")), "only_own_view"),
    (lambda: screened("dress_code", race_effects=no_effect("dress_code")), "found_without_effect"),
    (lambda: screened("stop_and_search", age_matters="no"), "no_and_ticked"),
    (lambda: screened("stop_and_search", scale="hundreds", scale_number=2000), "number_outside_scale"),
    (lambda: screened("stop_and_search", assessed_before="yes", assessed_when="2030-01-01", assessed_outcome="Nothing.", open_actions="None."), "assessed_in_future"),
    (lambda: high(rights=["none"]), "power_without_right"),
    (lambda: high(treats_differently="yes", treatment=[treated("race", "better", "age_justified")]), "basis_does_not_fit"),
    (lambda: high(treats_differently="yes", treatment=[treated("sex", "worse", "positive_action")]), "basis_does_not_fit"),
    (lambda: high(consult_depth="inform"), "consultation_only_tells"),
    (lambda: high(whats_fixed="Everything in the draft."), "consultation_all_fixed"),
    (lambda: high(whats_fixed="The law is clear, so nothing can be changed."), "consultation_all_fixed"),
    (lambda: high(**rows(high(), "consultees", 1, groups="Black Caribbean people")), "plan_misses_groups"),
    (lambda: high(**rows(high(), "gaps", 0, owner="Everybody")), "action_unowned"),
    (lambda: low(**rows(low(), "actions", 0, owner="all staff")), "action_unowned"),
    (lambda: low(**rows(low(), "actions", 0, owner=None)), "action_unowned"),
    (lambda: low(**rows(low(), "actions", 1, due=None)), "action_undated"),
    (lambda: low(**rows(low(), "actions", 1, due="2026-11-21")), "action_undated"),
    (lambda: low(changes=None, actions=None), "harm_without_action"),
    (lambda: high(gaps=None), "unknown_without_gap"),
    (lambda: after(outcome="adjust", age_residual={"young_adults": {"residual": "negative"}}), "harm_left_open"),
    (lambda: low(actions=low().answers["actions"][1:]), "no_review_action"),
    (lambda: low(religion_groups=["sikh"], religion_effects={"sikh": {"effect": "none"}}), "group_forgotten"),
    (lambda: high(consultees=consultees(strand="religion")), "plan_misses_groups"),
    (lambda: high(consultees=consultees(strand="race")), "plan_misses_groups"),
    (lambda: after(responses=[{**row, "strand": "religion"} for row in after().answers["responses"]]), "consultation_reached_none"),
    (lambda: high(consultees=consultees(asked_before="recently")), "plan_only_the_usual"),
    (lambda: high(consult_closes="2027-04-04"), "consultation_too_short"),
    (lambda: high(level="medium", consult_closes="2027-02-07"), "consultation_too_short"),
    (lambda: high(consult_closes="2027-01-24", shorter_reason="The court wants it at once."), "consultation_too_short"),
    (lambda: high(consult_closes="2027-01-10", shorter_reason="It ends before it begins."), "consultation_too_short"),
    (lambda: high(team=high().answers["team"][:1]), "team_too_small"),
    (lambda: high(team=[{**row, "place": "own"} for row in high().answers["team"]]), "team_too_small"),
    (lambda: high(team=[{**row, "trained": "no"} for row in high().answers["team"]]), "team_untrained"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "rule"), FIRING, ids=[rule for _, rule in FIRING])
def test_rule_fires_alone(case, rule):
    assert found(case()) == {rule}


# Cases that come close to a rule and must not fire it.
SILENT = [
    # A source named in one line may be the same in many places.
    lambda: high(**rows(high(), "gaps", 0, owner=COPIED), **rows(high(), "team", 0, post=COPIED), **rows(high(), "interests", 0, who=COPIED)),
    lambda: high(combined="No effect on older people: 3 of 4,100 searches were of people over 70."),
    lambda: high(combined="We looked at the records and found no effect on older people."),
    lambda: high(combined="All officers wear the same cameras, and none may switch them off."),
    lambda: high(combined="Testing was done by an outside firm, and to do it well took months."),
    lambda: citing(as_of=date(2021, 11, 22)),
    lambda: high(combined=f"{COPIED}.", adding_up=f"{COPIED}. {COPIED}."),
    lambda: high(combined="They look at it by itself.", adding_up="They look at it by itself.", advances="They look at it by itself. Each is looked at on the day."),
    lambda: low(**rows(low(), "actions", 1, due="2026-11-22")),
    lambda: low(**rows(low(), "actions", 1, owner="Head of all staff services")),
    lambda: low(changes=None),
    lambda: after(outcome="adjust"),
    lambda: low(religion_groups=["sikh"], religion_effects={"sikh": {"effect": "none"}}, waiver_reason="The Sikh members of both networks saw the draft and had nothing to add."),
    lambda: high(consultees=consultees(strand="all")),
    lambda: high(whats_fixed="Nothing"),
    lambda: high(whats_fixed="All officers carry the power by law. How they use it is open."),
    lambda: high(power=["service"], rights=["none"]),
    lambda: high(treats_differently="yes", treatment=[treated("age", "worse", "age_justified")]),
    lambda: high(consultees=consultees(asked_before="recently"), hear_less="There are only these, and we ask them all."),
    lambda: high(consult_closes="2027-04-04", shorter_reason="The law changes on the fifth of April."),
    lambda: high(level="medium", consult_closes="2027-02-08"),
    lambda: high(level="medium", team=high().answers["team"][:1]),
]  # fmt: skip


@pytest.mark.parametrize("case", SILENT)
def test_rule_is_silent_just_short_of_it(case):
    assert found(case()) == set()


def test_every_rule_is_tried_and_every_finding_cites_its_source():
    tried = {rule for _, rule in FIRING}
    assert {name.partition(".")[0] for name in findings()} == tried
    for case, _ in FIRING:
        for finding in check(case()):
            assert finding.reason
            assert finding.hint.endswith(".")
            assert finding.cites
            assert finding.section
            question = finding.question
            assert question in {
                q.key for q in case().question_set.section(finding.section).questions
            }


def test_the_same_thing_at_the_same_place_is_told_once():
    case = high(**rows(high(), "alternatives", 0, effect="Not applicable", why="Not applicable"))
    assert [finding.id for finding in check(case)] == ["placeholder"]


def test_leap_day_has_a_day_five_years_before():
    case = replace(citing(as_of=date(2023, 2, 27)), today=date(2028, 2, 29))
    old = [finding for finding in check(case) if finding.id == "evidence_old"]
    assert [finding.reason for finding in old] == ["E1 speaks of 2023 and is over 5 years old"]
