"""Facts for the tests: those that select each row of the table, and those that leave each guard
unmet.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflows.facts.acting import ActorFacts, InputFacts
from workflows.facts.facts import Facts
from workflows.facts.forms import (
    AmendmentFacts,
    AssessmentFacts,
    ConclusionFacts,
    ConsultationFacts,
    MonitoringPlanFacts,
    PublicationFacts,
    ReviewFacts,
    ScreeningFacts,
)
from workflows.facts.outcomes import Outcome, ReviewDecision, ReviewReason
from workflows.facts.road import RoadFacts
from workflows.facts.signoff import SignOffFacts
from workflows.levels import Level
from workflows.process import PROCESS
from workflows.stages import Stage
from workflows.table import Row

GOOD = Facts(
    actor=ActorFacts(
        is_contributor=False, is_submitter=True, training_current=True, training_rule="block"
    ),
    given=InputFacts(
        reason_given=True,
        due_regard_confirmed=True,
        return_due_given=True,
        parent_given=True,
        new_fact_given=True,
        reference_given=True,
        urgent=False,
        review_reason=ReviewReason.SCHEDULED,
        successor_concluded=True,
        no_judgement_changed=True,
        correction_notice_given=True,
    ),
    road=RoadFacts(
        visited=frozenset(Stage),
        approved_something=False,
        signed_since_submission=False,
        unchanged_since_return=False,
        ratification_refused=False,
        proposed=True,
        operating=False,
        earlier_edition=False,
        successor_in_preparation=False,
    ),
    signoff=SignOffFacts(
        adviser_signed=True,
        legal_signed=True,
        committee_agreed=True,
        disagreement=False,
        remarks_open=False,
    ),
    final_level=Level.LOW,
    open_findings=0,
    screening=ScreeningFacts(
        complete=True,
        computed_level=Level.LOW,
        second_signed=True,
        look_again_answered=True,
        two_sources_looked_at=True,
    ),
    assessment=AssessmentFacts(
        complete=True,
        consultation_plan_complete=True,
        dont_know_on_discrimination=False,
        discrimination_not_ruled_out=False,
        negative_or_unknown_effect=False,
        worse_without_basis=False,
        rule_weighs_on_group=False,
    ),
    consultation=ConsultationFacts(
        complete=True, closed=True, responses_handled=True, influence_recorded=True
    ),
    conclusion=ConclusionFacts(outcome=Outcome.ADJUST, consistent=True),
    monitoring_plan=MonitoringPlanFacts(
        complete=True, report_every_months=3, signatures_current=True, decided_before_start=True
    ),
    publication=PublicationFacts(
        complete=True, summary_words=150, conditions_met=True, disclosure_checked=True
    ),
    amendment=AmendmentFacts(proposed=True, limbs_unchanged=True, difference_attached=True),
    review=ReviewFacts(
        complete=True,
        screening_rerun=True,
        rescreened_level=Level.LOW,
        unexplained_signal=False,
        replacement_counts=True,
        closable=True,
    ),
)
"""Everything in order: meets every guard of every row that it is routed to."""

ROUTES: dict[str, dict[str, Any]] = {
    "always": {},
    "relevant": {"final_level": Level.LOW},
    "not_relevant": {"final_level": Level.NONE, "screening.computed_level": Level.NONE},
    "to_consult": {"assessment.waived": False},
    "waived": {"assessment.waived": True},
    "waived_stop": {"assessment.waived": True, "conclusion.outcome": Outcome.STOP},
    "goes_on": {"conclusion.outcome": Outcome.CONTINUE},
    "stops": {"conclusion.outcome": Outcome.STOP},
    "owner_may_withdraw": {},
    "unit_must_withdraw": {"road.approved_something": True},
    **{f"review_{decision}": {"review.decision": decision} for decision in ReviewDecision},
    **{f"to_{stage}": {"given.return_to": stage} for stage in Stage},
    **{f"from_{stage}": {"road.came_from": stage} for stage in Stage},
}

HIGH_UNSIGNED = {
    "final_level": Level.HIGH,
    "screening.computed_level": Level.HIGH,
    "signoff.adviser_signed": False,
}

UNMET: dict[str, list[dict[str, Any]]] = {
    "no_contributor": [{"actor.is_contributor": True}],
    "training": [{"actor.training_current": False}],
    "submitter": [{"actor.is_submitter": False}],
    "nobody_signed": [{"road.signed_since_submission": True}],
    "reason": [{"given.reason_given": False}],
    "return_target": [{"given.return_to": None}],
    "visited": [{"road.visited": frozenset()}, {"road.visited": frozenset({Stage.REGISTERED})}],
    "return_due": [{"given.return_due_given": False}],
    "next_due": [{"road.earlier_edition": True}],
    "new_fact": [{"given.new_fact_given": False}],
    "came_from": [{"road.came_from": None}],
    "parent": [{"given.parent_given": False}],
    "adds_no_decision": [{"given.reason_given": False}],
    "screening_complete": [{"screening.complete": False}],
    "level_known": [{"final_level": None, "screening.committee_signed_lower": True}],
    "lower_level_signed": [
        {"screening.computed_level": Level.HIGH},
        {"screening.computed_level": None},
    ],
    "two_sources": [{"screening.two_sources_looked_at": False}],
    "look_again": [{"screening.look_again_answered": False}],
    "second_signature": [{"screening.second_signed": False}],
    "assessment_complete": [{"assessment.complete": False}],
    "consultation_planned": [{"assessment.consultation_plan_complete": False}],
    "waiver_only_low": [
        {"assessment.waived": True, "final_level": Level.MEDIUM},
        {"assessment.waived": True, "final_level": Level.HIGH},
        {"assessment.waived": True, "final_level": None},
    ],
    "waiver_outcome": [{"assessment.waived": True, "conclusion.outcome": None}],
    "outcome_consistent": [{"conclusion.consistent": False}],
    "outcome_answered": [{"conclusion.outcome": None}],
    "outcome_needs_no_more": [{"conclusion.outcome": Outcome.CONTINUE}],
    "adviser_on_assessment": [
        HIGH_UNSIGNED,
        {"signoff.adviser_signed": False, "final_level": None},
        {"signoff.adviser_signed": False, "assessment.dont_know_on_discrimination": True},
    ],
    "adviser_on_waiver": [
        {"signoff.adviser_signed": False, "assessment.negative_or_unknown_effect": True},
        {"signoff.adviser_signed": False, "assessment.discrimination_not_ruled_out": True},
    ],
    "legal_on_assessment": [
        {"signoff.legal_signed": False, "assessment.worse_without_basis": True},
        {"signoff.legal_signed": False, "assessment.rule_weighs_on_group": True},
    ],
    "consultation_closed": [{"consultation.closed": False}],
    "responses_handled": [{"consultation.responses_handled": False}],
    "influence_recorded": [{"consultation.influence_recorded": False}],
    "consultation_complete": [{"consultation.complete": False}],
    "adviser_on_continuing": [{"signoff.adviser_signed": False}],
    "legal_on_continuing": [{"signoff.legal_signed": False}],
    "monitoring_plan_complete": [{"monitoring_plan.complete": False}],
    "reports_quarterly": [
        {"final_level": Level.HIGH, "monitoring_plan.report_every_months": 4},
        {"final_level": Level.HIGH, "monitoring_plan.report_every_months": None},
        {"final_level": Level.HIGH, "monitoring_plan.report_every_months": 0},
        {"final_level": None, "monitoring_plan.report_every_months": 4},
    ],
    "committee_agreed": [
        {"signoff.committee_agreed": False, "final_level": Level.HIGH},
        {"signoff.committee_agreed": False, "final_level": Level.MEDIUM},
        {"signoff.committee_agreed": False, "signoff.committee_levels": frozenset({Level.LOW})},
    ],
    "signatures_current": [{"monitoring_plan.signatures_current": False}],
    "in_time": [{"monitoring_plan.decided_before_start": False, "given.reason_given": False}],
    "publication_complete": [{"publication.complete": False}],
    "summary_short": [{"publication.summary_words": 0}, {"publication.summary_words": 151}],
    "conditions_met": [{"publication.conditions_met": False}],
    "disclosure_checked": [{"publication.disclosure_checked": False}],
    "no_judgement_changed": [{"given.no_judgement_changed": False}],
    "correction_notice": [{"given.correction_notice_given": False}],
    "amendment_proposed": [{"amendment.proposed": False}],
    "limbs_unchanged": [{"amendment.limbs_unchanged": False}],
    "difference_attached": [{"amendment.difference_attached": False}],
    "no_successor": [{"road.successor_in_preparation": True}],
    "review_reason": [{"given.review_reason": None}],
    "review_complete": [{"review.complete": False}],
    "screening_rerun": [{"review.screening_rerun": False}],
    "review_decided": [{"review.decision": None}],
    "level_not_risen": [
        {"review.rescreened_level": Level.MEDIUM},
        {"review.rescreened_level": None},
    ],
    "no_unexplained_signal": [{"review.unexplained_signal": True}],
    "adviser_on_review": [HIGH_UNSIGNED],
    "closable": [{"review.closable": False}],
    "reference": [{"given.reference_given": False}],
    "ratified": [{"given.urgent": True}],
    "successor_concluded": [{"given.successor_concluded": False}],
    "due_regard": [{"given.due_regard_confirmed": False}],
    "disagreement_answered": [{"signoff.disagreement": True, "given.reason_given": False}],
    "remarks_answered": [{"signoff.remarks_open": True, "given.reason_given": False}],
    "changed_since_return": [{"road.unchanged_since_return": True, "given.reason_given": False}],
    "quality_findings": [{"open_findings": 1}, {"open_findings": None}],
    "ratification_not_refused": [{"road.ratification_refused": True}],
    "replacement_counts": [{"review.replacement_counts": False}],
}
"""For each guard, changes to the facts of its row that leave it, and it alone, unmet."""

MET_OTHERWISE: list[tuple[str, dict[str, Any]]] = [
    ("training", {"actor.training_current": False, "actor.training_rule": "warn"}),
    ("next_due", {"road.earlier_edition": True, "given.next_due_given": True}),
    ("next_due", {"road.operating": True, "given.next_due_given": True}),
    (
        "lower_level_signed",
        {"screening.computed_level": Level.HIGH, "screening.committee_signed_lower": True},
    ),
    ("lower_level_signed", {"final_level": Level.HIGH, "screening.computed_level": Level.LOW}),
    (
        "consultation_planned",
        {"assessment.consultation_plan_complete": False, "assessment.waived": True},
    ),
    ("waiver_only_low", {"assessment.waived": True}),
    ("waiver_only_low", {"final_level": Level.HIGH}),
    ("waiver_outcome", {"conclusion.outcome": None}),
    ("waiver_outcome", {"assessment.waived": True, "conclusion.outcome": Outcome.STOP}),
    ("outcome_needs_no_more", {"conclusion.outcome": Outcome.NO_CHANGE}),
    ("adviser_on_assessment", {"signoff.adviser_signed": False}),
    ("adviser_on_assessment", {"signoff.adviser_signed": False, "final_level": Level.MEDIUM}),
    ("adviser_on_waiver", {"signoff.adviser_signed": False}),
    ("adviser_on_waiver", {"assessment.negative_or_unknown_effect": True}),
    ("legal_on_assessment", {"signoff.legal_signed": False}),
    ("legal_on_assessment", {"assessment.worse_without_basis": True}),
    (
        "adviser_on_continuing",
        {"signoff.adviser_signed": False, "conclusion.outcome": Outcome.ADJUST},
    ),
    (
        "legal_on_continuing",
        {"signoff.legal_signed": False, "conclusion.outcome": Outcome.NO_CHANGE},
    ),
    ("reports_quarterly", {"final_level": Level.HIGH}),
    ("reports_quarterly", {"final_level": Level.MEDIUM, "monitoring_plan.report_every_months": 6}),
    ("committee_agreed", {"signoff.committee_agreed": False}),
    ("committee_agreed", {"final_level": Level.HIGH}),
    ("in_time", {"monitoring_plan.decided_before_start": False}),
    ("summary_short", {"publication.summary_words": 1}),
    ("level_not_risen", {"review.rescreened_level": Level.NONE}),
    ("level_not_risen", {"review.rescreened_level": Level.HIGH, "final_level": Level.HIGH}),
    ("adviser_on_review", {"signoff.adviser_signed": False}),
    ("ratified", {"given.urgent": True, "given.ratify_by_given": True}),
    ("disagreement_answered", {"signoff.disagreement": True}),
    ("disagreement_answered", {"given.reason_given": False}),
    ("remarks_answered", {"signoff.remarks_open": True}),
    ("remarks_answered", {"given.reason_given": False}),
    ("changed_since_return", {"road.unchanged_since_return": True}),
    ("changed_since_return", {"given.reason_given": False}),
]
"""The other ways a guard can be met than the one `GOOD` takes."""


def facts_for(row: Row, **changes: Any) -> Facts:
    """Facts that take this row and meet all its guards, then changed."""
    return facts_by_route(row.when.id, **changes)


def facts_by_route(when_id: str, **changes: Any) -> Facts:
    """The same by the name of a routing question."""
    return changed(GOOD, {**ROUTES[when_id], **changes})


def changed(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """These facts with some changed, each named as `part.name`, or `name` where it is in none."""
    for key, value in changes.items():
        part, _, fact = key.rpartition(".")
        new = {part: replace(getattr(facts, part), **{fact: value})} if part else {fact: value}
        facts = replace(facts, **new)
    return facts


def name(row: Row) -> str:
    """A short name for a test's report."""
    return f"{row.number}-{row.action}-{row.source}-{row.target}-{row.when.id}"


GUARDS = {guard.id: guard for row in PROCESS for guard in row.requires}
