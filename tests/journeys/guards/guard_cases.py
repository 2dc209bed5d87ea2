"""For each guard of the process, a policy that it stops, and what satisfies it.

A case begins where only this guard is unmet. If no page lets it come so far, the answers are
changed directly in the database: the guard must hold whoever wrote them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ria.models import Operation, SignatureKind
from tests.journeys.stations import (
    ONE_RULE,
    PLAN_HANDED_IN,
    WHY,
    again,
    both,
    changed_after_the_unit_signed,
    consulted,
    contributed,
    covering,
    decided,
    from_nowhere,
    high_handed_in,
    hold_it,
    low,
    lowered,
    meet_it,
    on_condition,
    plan,
    returned,
    screening,
    second_signed,
    signed,
    still_consulting,
    tampered,
    the_unit_signs_again,
    then,
    untrained,
    waived_then_raised,
    written,
)
from tests.ria import road
from tests.ria.building import Edition, World

NEAR = {"due_on-day": "4", "due_on-month": "1", "due_on-year": "2029"}
NEXT = {"next_due_on-day": "4", "next_due_on-month": "1", "next_due_on-year": "2029"}
RETURN = {"decision": "return", "return_reason": WHY, **NEAR}
APPROVE = {"decision": "approve", "due_regard": "yes"}
OPERATES = {"operation": Operation.OPERATING, "operation_on": dt.date(2020, 1, 1)}
"""Changes to a registration: the policy is applied to people."""


@dataclass(frozen=True)
class Case:
    """A guard that stops `who` from sending `fields` to `door`, until `mend` has been done.

    `ready` makes the policy. `mend` may give more fields, or another edition to go on with.
    `says` is what the page says where it is not the guard's own reason: most pages ask for what
    is missing before the process is asked. `mended_by` sends it the second time.
    """

    row: int
    guard: str
    ready: Callable[[World], Edition]
    who: str
    door: str
    fields: dict[str, Any] = field(default_factory=dict)
    mend: Callable[[World, Edition], Edition | dict[str, Any] | None] = field(default_factory=both)
    says: str = ""
    status: int = 422
    mended_by: str = ""


def typed(fields: dict[str, Any]) -> Callable[[World, Edition], dict[str, Any]]:
    """Type this too, the second time."""
    return lambda _world, _edition: fields


ADVISER, LEGAL = SignatureKind.ADVISER, SignatureKind.LEGAL

NO_PAGE_YET = {
    27: "nobody takes it: the system does, when the next edition is published or screened out",
}
"""Rows that nobody can take over HTTP, with the reason. Whoever builds the page gives the row's
guards a case below and takes it from here."""

ONE_SOURCE = {
    "sources": [
        {"id": "r1", "source": "Service desk records", "sort": "figures", "period": "2024",
         "finding": "Restarts took place at night and hit no public service.", "about": "None"},
    ]
}  # fmt: skip
TWO_SOURCES = {
    "sources": [
        *ONE_SOURCE["sources"],
        {**ONE_SOURCE["sources"][0], "id": "r2", "source": "Duty rota of the server team"},
    ]
}
LOWER = {
    "lower_choice": "ask",
    "lower_reasons": "The one source that we have shows that it reaches nobody outside the server "
    "room, and two other forces told us by telephone that they found the same.",
}
NOT_LOWER = {"lower_choice": None, "lower_reasons": None}
GOES_ON = {**ONE_RULE, "outcome": "continue"}
NO_RULE = {"one_rule": "no", "which_rule": None, "legitimate_aim": None, "proportionate": None}

# A table reads best as a table, so its lines are kept by hand.
# fmt: off
CASES = (
    Case(2, "screening_complete", lambda w: w.in_screening(), "author", "screening",
         mend=again("screening", "server_patching")),
    Case(2, "training", untrained, "author", "screening",
         mend=lambda w, _: w.set(training_rule="warn")),

    Case(3, "no_contributor", contributed, "author", "decision", APPROVE, mended_by="strategy"),
    Case(3, "level_known",
         then(screening("media_policy"), tampered("screening", {"proposed_level": None})),
         "strategy", "decision", APPROVE,
         mend=tampered("screening", {"proposed_level": "medium"})),
    Case(3, "lower_level_signed", lowered, "strategy", "decision", APPROVE,
         mend=lambda w, e: decided(w, e, form="screening")),

    Case(4, "two_sources", screening("server_patching", **ONE_SOURCE, **LOWER),
         "strategy", "decision", APPROVE,
         mend=both(returned("screening", {**TWO_SOURCES, **NOT_LOWER}), second_signed)),
    Case(4, "look_again",
         then(screening("server_patching"), tampered("screening", {"look_again": None})),
         "strategy", "decision", APPROVE,
         mend=both(tampered("screening", {"look_again": WHY}), second_signed)),
    Case(4, "second_signature", screening("server_patching"), "strategy", "decision", APPROVE,
         mend=second_signed),

    Case(5, "assessment_complete", road.in_assessment, "author", "assessment",
         mend=again("assessment")),
    Case(5, "consultation_planned",
         then(road.assessed, written("assessment", {"consult_purpose": None})),
         "author", "assessment",
         mend=both(written("assessment", {"consult_purpose": WHY * 2}), road.leave_findings)),
    Case(5, "waiver_only_low", waived_then_raised, "author", "assessment",
         says="The consultation plan is not complete",
         mend=lambda w, _: then(low(), road.leave_findings)(w)),
    Case(5, "waiver_outcome", low(outcome=None), "author", "assessment",
         mend=both(written("assessment", {"outcome": "adjust"}), road.leave_findings)),
    Case(5, "outcome_consistent", low(changes=None), "author", "assessment",
         mend=again("assessment", road.LOW)),

    Case(6, "adviser_on_assessment", then(high_handed_in, signed("assessment", "legal", LEGAL)),
         "strategy", "decision", APPROVE, mend=signed("assessment", "adviser", ADVISER)),
    Case(6, "legal_on_assessment",
         then(road.assessed, written("assessment", ONE_RULE), road.hand_in,
              signed("assessment", "adviser", ADVISER)),
         "strategy", "decision", APPROVE, mend=signed("assessment", "legal", LEGAL)),

    Case(7, "outcome_answered",
         then(low(), road.hand_in, tampered("assessment", {"outcome": None})),
         "strategy", "decision", APPROVE,
         mend=both(tampered("assessment", {"outcome": "adjust"}),
                   signed("assessment", "adviser", ADVISER))),
    Case(7, "outcome_needs_no_more",
         then(low(**GOES_ON), road.hand_in, signed("assessment", "adviser", ADVISER)),
         "strategy", "decision", APPROVE,
         mend=both(returned("assessment", {**NO_RULE, "outcome": "adjust"}),
                   signed("assessment", "adviser", ADVISER))),
    Case(7, "adviser_on_waiver", then(low(), road.hand_in), "strategy", "decision", APPROVE,
         mend=signed("assessment", "adviser", ADVISER)),

    Case(9, "consultation_closed", still_consulting, "author", "consultation", mend=hold_it),
    Case(9, "responses_handled", consulted(themes=None), "author", "consultation",
         mend=again("consultation")),
    Case(9, "influence_recorded", consulted(influence_rows=None), "author", "consultation",
         mend=again("consultation")),
    Case(9, "consultation_complete", consulted(outcome_reasons=None), "author", "consultation",
         mend=again("consultation")),
    Case(9, "outcome_answered", consulted(outcome=None), "author", "consultation",
         mend=again("consultation")),
    Case(9, "outcome_consistent", consulted(outcome="no_change"), "author", "consultation",
         mend=again("consultation")),

    Case(10, "adviser_on_continuing",
         then(consulted(), road.hand_in, signed("consultation", "legal", LEGAL)),
         "strategy", "decision", APPROVE, mend=signed("consultation", "adviser", ADVISER)),
    Case(10, "legal_on_continuing",
         then(consulted(), road.hand_in, signed("consultation", "adviser", ADVISER)),
         "strategy", "decision", APPROVE, mend=signed("consultation", "legal", LEGAL)),

    Case(12, "monitoring_plan_complete", plan(report_by=None), "author", "monitoring_plan",
         mend=again("monitoring_plan")),
    Case(12, "reports_quarterly", plan(report_months=None), "author", "monitoring_plan",
         mend=again("monitoring_plan")),

    Case(13, "committee_agreed", PLAN_HANDED_IN, "strategy", "decision",
         {**APPROVE, "approve_reason": WHY}, mend=decided),
    Case(13, "signatures_current", changed_after_the_unit_signed, "strategy", "decision",
         {**APPROVE, "approve_reason": WHY}, mend=the_unit_signs_again),
    Case(13, "in_time", then(PLAN_HANDED_IN, decided), "strategy", "decision", APPROVE,
         says="Write the reason", mend=typed({"approve_reason": WHY})),

    Case(14, "publication_complete", road.approved, "strategy", "publish",
         mend=again("publication")),
    Case(14, "summary_short",
         then(road.approved, again("publication"), written("publication", {"plain_summary": None}),
              road.check_disclosure),
         "strategy", "publish", mend=again("publication")),
    Case(14, "conditions_met", on_condition, "strategy", "publish", mend=meet_it),
    Case(14, "disclosure_checked",
         then(road.approved, again("publication"),
              written("publication", {"contact_point": "The head of the unit, or by post."})),
         "strategy", "publish", mend=road.check_disclosure),

    Case(20, "return_target", high_handed_in, "strategy", "decision", RETURN,
         says="Choose the stage", mend=typed({"return_to": "screening"})),
    Case(20, "visited", high_handed_in, "strategy", "decision",
         {**RETURN, "return_to": "monitoring_plan"},
         says="“To which stage?”: choose one of the answers offered",
         mend=typed({"return_to": "screening"})),
    Case(20, "return_due", screening("media_policy"), "strategy", "decision",
         {"decision": "return", "return_reason": WHY},
         says="Enter the day the changes are due", mend=typed(NEAR)),
    Case(20, "reason", screening("media_policy"), "strategy", "decision",
         {**RETURN, "return_reason": " "}, says="Write the reason",
         mend=typed({"return_reason": WHY})),
    Case(21, "submitter", screening("media_policy"), "deputy", "actions/take_back", status=403,
         says="Only the person who submitted it can do this", mended_by="author"),
    Case(21, "nobody_signed",
         then(screening("server_patching"), second_signed),
         "author", "actions/take_back", mend=lambda w, _: screening("server_patching")(w)),
    Case(22, "reason", lambda w: road.in_assessment(w, road.LOW), "adviser", "actions/raise_level",
         {"level": "high"}, says="Say why it is raised", mend=typed({"reason": WHY})),
    Case(23, "reason", screening("media_policy"), "strategy", "decision", {"decision": "reject"},
         says="Write the reason", mend=typed({"reject_reason": WHY})),
    Case(24, "reason", lambda w: w.in_screening(), "author", "actions/withdraw",
         says="Say why it is withdrawn", mend=typed({"reason": WHY})),
    Case(24, "next_due", lambda w: w.in_screening(**OPERATES), "strategy", "actions/withdraw",
         {"reason": WHY}, says="Enter the day of the next assessment",
         mend=typed(NEXT)),
    Case(25, "new_fact", road.approved, "strategy", "actions/recall",
         says="Say what has become known", mend=typed({"reason": WHY})),
    Case(25, "came_from", from_nowhere, "strategy", "actions/recall", {"reason": WHY},
         mend=lambda w, _: road.approved(w)),
    Case(28, "parent", lambda w: w.in_screening(), "strategy", "actions/cover", {"reason": WHY},
         says="Enter the reference of the policy", mend=covering),
    Case(28, "adds_no_decision", lambda w: w.in_screening(), "strategy", "actions/cover",
         {"parent_reference": "none yet"}, says="Say why it adds no decision that affects people",
         mend=covering),
)
# fmt: on
