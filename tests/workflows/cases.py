"""Facts for the tests: what takes each row of the table, and what leaves each guard unmet."""

from dataclasses import replace
from typing import Any

from workflows.facts import Facts, Outcome, ReviewDecision, ReviewReason
from workflows.levels import Level
from workflows.process import PROCESS
from workflows.stages import Stage
from workflows.table import Row

FORMS = {"screening", "assessment", "consultation", "monitoring_plan", "publication", "review"}

GOOD = Facts(
    actor_is_contributor=False,
    is_submitter=True,
    reason_given=True,
    return_due_given=True,
    parent_given=True,
    new_fact_given=True,
    reference_given=True,
    urgent_action=False,
    visited=frozenset(Stage),
    signed_since_submission=False,
    proposed=True,
    operating=False,
    approved_something=False,
    earlier_edition=False,
    successor_in_preparation=False,
    successor_concluded=True,
    forms_complete=frozenset(FORMS),
    training_current=True,
    training_rule="block",
    computed_level=Level.LOW,
    final_level=Level.LOW,
    second_signed=True,
    look_again_answered=True,
    two_sources_looked_at=True,
    consultation_plan_complete=True,
    outcome=Outcome.ADJUST,
    outcome_consistent=True,
    dont_know_on_discrimination=False,
    discrimination_not_ruled_out=False,
    negative_or_unknown_effect=False,
    worse_without_basis=False,
    rule_weighs_on_group=False,
    adviser_signed=True,
    legal_signed=True,
    consultation_closed=True,
    responses_handled=True,
    influence_recorded=True,
    report_every_months=3,
    committee_agreed=True,
    signatures_current=True,
    decided_before_start=True,
    summary_words=150,
    conditions_met=True,
    disclosure_checked=True,
    no_judgement_changed=True,
    correction_notice_given=True,
    amendment_proposed=True,
    limbs_unchanged=True,
    difference_attached=True,
    review_reason=ReviewReason.SCHEDULED,
    screening_rerun=True,
    rescreened_level=Level.LOW,
    unexplained_signal=False,
    closable=True,
)
"""Everything in order: meets every guard of every row that it is routed to."""

ROUTES: dict[str, dict[str, Any]] = {
    "always": {},
    "relevant": {"final_level": Level.LOW},
    "not_relevant": {"final_level": Level.NONE, "computed_level": Level.NONE},
    "to_consult": {"waived": False},
    "waived": {"waived": True},
    "waived_stop": {"waived": True, "outcome": Outcome.STOP},
    "goes_on": {"outcome": Outcome.CONTINUE},
    "stops": {"outcome": Outcome.STOP},
    "owner_may_withdraw": {},
    "unit_must_withdraw": {"approved_something": True},
    **{f"review_{decision}": {"review_decision": decision} for decision in ReviewDecision},
    **{f"to_{stage}": {"return_to": stage} for stage in Stage},
    **{f"from_{stage}": {"came_from": stage} for stage in Stage},
}

HIGH_UNSIGNED = {"final_level": Level.HIGH, "computed_level": Level.HIGH, "adviser_signed": False}

UNMET: dict[str, list[dict[str, Any]]] = {
    "no_contributor": [{"actor_is_contributor": True}],
    "training": [{"training_current": False}],
    "submitter": [{"is_submitter": False}],
    "nobody_signed": [{"signed_since_submission": True}],
    "reason": [{"reason_given": False}],
    "return_target": [{"return_to": None}],
    "visited": [{"visited": frozenset()}, {"visited": frozenset({Stage.REGISTERED})}],
    "return_due": [{"return_due_given": False}],
    "next_due": [{"earlier_edition": True}],
    "new_fact": [{"new_fact_given": False}],
    "came_from": [{"came_from": None}],
    "parent": [{"parent_given": False}],
    "adds_no_decision": [{"reason_given": False}],
    "screening_complete": [{"forms_complete": frozenset(FORMS - {"screening"})}],
    "level_known": [{"final_level": None, "committee_signed_lower": True}],
    "lower_level_signed": [{"computed_level": Level.HIGH}, {"computed_level": None}],
    "two_sources": [{"two_sources_looked_at": False}],
    "look_again": [{"look_again_answered": False}],
    "second_signature": [{"second_signed": False}],
    "assessment_complete": [{"forms_complete": frozenset(FORMS - {"assessment"})}],
    "consultation_planned": [{"consultation_plan_complete": False}],
    "waiver_only_low": [
        {"waived": True, "final_level": Level.MEDIUM},
        {"waived": True, "final_level": Level.HIGH},
        {"waived": True, "final_level": None},
    ],
    "waiver_outcome": [{"waived": True, "outcome": None}],
    "outcome_consistent": [{"outcome_consistent": False}],
    "outcome_answered": [{"outcome": None}],
    "outcome_needs_no_more": [{"outcome": Outcome.CONTINUE}],
    "adviser_on_assessment": [
        HIGH_UNSIGNED,
        {"adviser_signed": False, "final_level": None},
        {"adviser_signed": False, "dont_know_on_discrimination": True},
    ],
    "adviser_on_waiver": [
        {"adviser_signed": False, "negative_or_unknown_effect": True},
        {"adviser_signed": False, "discrimination_not_ruled_out": True},
    ],
    "legal_on_assessment": [
        {"legal_signed": False, "worse_without_basis": True},
        {"legal_signed": False, "rule_weighs_on_group": True},
    ],
    "consultation_closed": [{"consultation_closed": False}],
    "responses_handled": [{"responses_handled": False}],
    "influence_recorded": [{"influence_recorded": False}],
    "consultation_complete": [{"forms_complete": frozenset(FORMS - {"consultation"})}],
    "adviser_on_continuing": [{"adviser_signed": False}],
    "legal_on_continuing": [{"legal_signed": False}],
    "monitoring_plan_complete": [{"forms_complete": frozenset(FORMS - {"monitoring_plan"})}],
    "reports_quarterly": [
        {"final_level": Level.HIGH, "report_every_months": 4},
        {"final_level": Level.HIGH, "report_every_months": None},
        {"final_level": Level.HIGH, "report_every_months": 0},
        {"final_level": None, "report_every_months": 4},
    ],
    "committee_agreed": [
        {"committee_agreed": False, "final_level": Level.HIGH},
        {"committee_agreed": False, "final_level": Level.MEDIUM},
        {"committee_agreed": False, "committee_levels": frozenset({Level.LOW})},
    ],
    "signatures_current": [{"signatures_current": False}],
    "in_time": [{"decided_before_start": False}],
    "publication_complete": [{"forms_complete": frozenset(FORMS - {"publication"})}],
    "summary_short": [{"summary_words": 0}, {"summary_words": 151}],
    "conditions_met": [{"conditions_met": False}],
    "disclosure_checked": [{"disclosure_checked": False}],
    "no_judgement_changed": [{"no_judgement_changed": False}],
    "correction_notice": [{"correction_notice_given": False}],
    "amendment_proposed": [{"amendment_proposed": False}],
    "limbs_unchanged": [{"limbs_unchanged": False}],
    "difference_attached": [{"difference_attached": False}],
    "no_successor": [{"successor_in_preparation": True}],
    "review_reason": [{"review_reason": None}],
    "review_complete": [{"forms_complete": frozenset(FORMS - {"review"})}],
    "screening_rerun": [{"screening_rerun": False}],
    "review_decided": [{"review_decision": None}],
    "level_not_risen": [{"rescreened_level": Level.MEDIUM}, {"rescreened_level": None}],
    "no_unexplained_signal": [{"unexplained_signal": True}],
    "adviser_on_review": [HIGH_UNSIGNED],
    "closable": [{"closable": False}],
    "reference": [{"reference_given": False}],
    "ratified": [{"urgent_action": True}],
    "successor_concluded": [{"successor_concluded": False}],
}
"""For each guard, changes to the facts of its row that leave it, and it alone, unmet."""

MET_OTHERWISE: list[tuple[str, dict[str, Any]]] = [
    ("training", {"training_current": False, "training_rule": "warn"}),
    ("next_due", {"earlier_edition": True, "next_due_given": True}),
    ("next_due", {"operating": True, "next_due_given": True}),
    ("lower_level_signed", {"computed_level": Level.HIGH, "committee_signed_lower": True}),
    ("lower_level_signed", {"final_level": Level.HIGH, "computed_level": Level.LOW}),
    ("consultation_planned", {"consultation_plan_complete": False, "waived": True}),
    ("waiver_only_low", {"waived": True}),
    ("waiver_only_low", {"final_level": Level.HIGH}),
    ("waiver_outcome", {"outcome": None}),
    ("waiver_outcome", {"waived": True, "outcome": Outcome.STOP}),
    ("outcome_needs_no_more", {"outcome": Outcome.NO_CHANGE}),
    ("adviser_on_assessment", {"adviser_signed": False}),
    ("adviser_on_assessment", {"adviser_signed": False, "final_level": Level.MEDIUM}),
    ("adviser_on_waiver", {"adviser_signed": False}),
    ("adviser_on_waiver", {"negative_or_unknown_effect": True}),
    ("legal_on_assessment", {"legal_signed": False}),
    ("legal_on_assessment", {"worse_without_basis": True}),
    ("adviser_on_continuing", {"adviser_signed": False, "outcome": Outcome.ADJUST}),
    ("legal_on_continuing", {"legal_signed": False, "outcome": Outcome.NO_CHANGE}),
    ("reports_quarterly", {"final_level": Level.HIGH}),
    ("reports_quarterly", {"final_level": Level.MEDIUM, "report_every_months": 6}),
    ("committee_agreed", {"committee_agreed": False}),
    ("committee_agreed", {"final_level": Level.HIGH}),
    ("in_time", {"decided_before_start": False, "lateness_explained": True}),
    ("summary_short", {"summary_words": 1}),
    ("level_not_risen", {"rescreened_level": Level.NONE}),
    ("level_not_risen", {"rescreened_level": Level.HIGH, "final_level": Level.HIGH}),
    ("adviser_on_review", {"adviser_signed": False}),
    ("ratified", {"urgent_action": True, "ratify_by_given": True}),
]
"""The other ways a guard can be met than the one `GOOD` takes."""


def facts_for(row: Row, **changes: Any) -> Facts:
    """Facts that take this row and meet all its guards, then changed."""
    return facts_by_route(row.when.id, **changes)


def facts_by_route(when_id: str, **changes: Any) -> Facts:
    """The same by the name of a routing question."""
    return replace(GOOD, **{**ROUTES[when_id], **changes})


def name(row: Row) -> str:
    """A short name for a test's report."""
    return f"{row.number}-{row.action}-{row.source}-{row.target}-{row.when.id}"


GUARDS = {guard.id: guard for row in PROCESS for guard in row.requires}
