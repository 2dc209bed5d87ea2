"""For every combination of facts, routing selects exactly one row."""

from dataclasses import is_dataclass
from itertools import product
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.cases import GOOD, changed
from workflows.actions import Action
from workflows.engine import fire, row_for
from workflows.errors import ActionNotPossible
from workflows.facts.facts import Facts
from workflows.facts.forms import AssessmentFacts, ConclusionFacts, ReviewFacts
from workflows.facts.outcomes import Outcome, ReviewDecision
from workflows.facts.road import RoadFacts
from workflows.guards.guard import ActionRefused
from workflows.levels import Level
from workflows.process import PROCESS, rows_for
from workflows.stages import OWN_STAGE, Stage

PLACES = sorted({(row.source, row.action) for row in PROCESS})
AIMED = {Action.RETURN, Action.RECALL}


def any_of(kind: type) -> st.SearchStrategy:
    """A part of the facts, or all of them, with anything at all in every field."""
    parts = {
        name: any_of(found) for name, found in get_type_hints(kind).items() if is_dataclass(found)
    }
    return st.builds(kind, **{**dict.fromkeys(kind.__dataclass_fields__, ...), **parts})


any_facts = any_of(Facts)


def test_exactly_one_row_takes_every_combination_of_routing_facts():
    flags = (False, True)
    combinations = product(
        [None, *Level], flags, [None, *Outcome], [None, *ReviewDecision], flags, flags, flags
    )
    for level, waived, outcome, decision, proposed, operating, approved in combinations:
        facts = Facts(
            final_level=level,
            assessment=AssessmentFacts(waived=waived),
            conclusion=ConclusionFacts(outcome=outcome),
            review=ReviewFacts(decision=decision),
            road=RoadFacts(proposed=proposed, operating=operating, approved_something=approved),
        )
        for stage, action in PLACES:
            taken = [row for row in rows_for(stage, action) if row.when.holds(facts)]
            assert len(taken) == 1, (stage, action, facts)


@settings(max_examples=300)
@given(st.sampled_from(PLACES), any_facts)
def test_no_other_fact_changes_that(place, facts):
    taken = [row for row in rows_for(*place) if row.when.holds(facts)]
    assert len(taken) == 1 or (not taken and place[1] in AIMED)


@pytest.mark.parametrize("target", Stage)
@pytest.mark.parametrize("approval", OWN_STAGE)
def test_a_return_leads_to_its_own_stage_or_an_earlier_one_only(approval, target):
    own = OWN_STAGE[approval]
    forms = [stage for stage in OWN_STAGE.values() if stage is not Stage.REVIEW]
    allowed = {own} if own is Stage.REVIEW else set(forms[: forms.index(own) + 1])
    facts = changed(GOOD, {"given.return_to": target})
    if target in allowed:
        assert fire(approval, Action.RETURN, facts) is target
    else:
        with pytest.raises(ActionNotPossible):
            fire(approval, Action.RETURN, facts)


@pytest.mark.parametrize("origin", Stage)
def test_a_recall_leads_back_where_the_approval_was_given(origin):
    facts = changed(GOOD, {"road.came_from": origin})
    if origin in {Stage.ASSESSMENT_APPROVAL, Stage.MONITORING_PLAN_APPROVAL}:
        assert fire(Stage.APPROVED, Action.RECALL, facts) is origin
    else:
        with pytest.raises(ActionNotPossible):
            fire(Stage.APPROVED, Action.RECALL, facts)


@pytest.mark.parametrize(
    ("stage", "action", "change", "number", "missing"),
    [
        (Stage.SCREENING_APPROVAL, Action.APPROVE, {"final_level": None}, 3, "level_known"),
        (
            Stage.ASSESSMENT_APPROVAL,
            Action.APPROVE,
            {"assessment.waived": True},
            7,
            "outcome_answered",
        ),
        (Stage.CONSULTATION_APPROVAL, Action.APPROVE, {}, 10, "outcome_answered"),
        (Stage.REVIEW_APPROVAL, Action.APPROVE, {}, 17, "review_decided"),
        (Stage.REVIEW_APPROVAL, Action.RETURN, {}, 20, "return_target"),
        (Stage.APPROVED, Action.RECALL, {}, 25, "came_from"),
    ],
)
def test_what_is_not_known_takes_the_ordinary_row_and_is_asked_for(
    stage, action, change, number, missing
):
    facts = changed(GOOD, {"conclusion.outcome": None, **change})
    assert row_for(stage, action, facts).number == number
    with pytest.raises(ActionRefused) as refusal:
        fire(stage, action, facts)
    assert missing in {guard.id for guard in refusal.value.unmet}


def test_levels_and_outcomes_as_they_are_stored_take_the_same_rows():
    for level in Level:
        stored = changed(GOOD, {"final_level": level.value})
        known = changed(GOOD, {"final_level": level})
        place = (Stage.SCREENING_APPROVAL, Action.APPROVE)
        assert row_for(*place, stored) is row_for(*place, known)
    for outcome in Outcome:
        place = (Stage.CONSULTATION_APPROVAL, Action.APPROVE)
        stored = changed(GOOD, {"conclusion.outcome": int(outcome)})
        assert row_for(*place, stored) is row_for(
            *place, changed(GOOD, {"conclusion.outcome": outcome})
        )
