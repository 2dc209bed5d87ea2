"""The process, row by row: who may do what, where it leads, and what it requires.

This is the guidance note. Read a row as: NUMBER; ACTION leads from this STAGE to that STAGE; taken
by this PARTY; requires these guards; and applies WHEN this is the case. Some guards belong to every
row of an action and are added by `table`: nobody approves, rejects or amends what they contributed
to; an approver confirms that they had due regard, and answers disagreement and remarks in writing;
a form is submitted only when its findings are dealt with, and a returned form only when it was
changed. Where one of the names below stands for several ways (`RETURNS`), one number covers many
rows.
"""

from workflows import routing as route
from workflows.actions import Action as A
from workflows.facts.outcomes import ReviewDecision as Review
from workflows.guards import action_input as given
from workflows.guards import (
    assessment,
    committee,
    consultation,
    ending,
    monitoring_plan,
    people,
    publication,
    review,
    screening,
    submission,
)
from workflows.roles import Party
from workflows.stages import CURRENT, OPEN, OWN_STAGE
from workflows.stages import Stage as S
from workflows.table import Row, into, row, rows, table

__all__ = ["ESCALATE_AT_ROUND", "PROCESS", "Row", "is_escalated", "parties_for", "rows_for"]

AUTHORS = frozenset({Party.OWNER, Party.DEPUTY})
OWNER = frozenset({Party.OWNER})
UNIT = frozenset({Party.STRATEGY_UNIT})
SUBMITTER = frozenset({Party.SUBMITTER})
SYSTEM = frozenset({Party.SYSTEM})
REVIEWERS = OWNER | UNIT | SYSTEM
RAISERS = OWNER | UNIT | {Party.ADVISER}

ESCALATE_AT_ROUND = 3
"""The round of returns at which the case is escalated."""

FORMS = tuple(form for form in OWN_STAGE.values() if form in OPEN)
APPROVALS = tuple(approval for approval in OWN_STAGE if approval in OPEN)
TAKE_BACKS = tuple(OWN_STAGE.items())


def _returns() -> tuple[Row, ...]:
    """Returns to the form's own stage, or to an earlier one; a review returns to review only."""
    ask = (given.reason, given.return_due)
    note = f"escalated at round {ESCALATE_AT_ROUND}"
    found: list[Row] = []
    for approval, own in OWN_STAGE.items():
        when = route.returns_to(own, own=True)
        target = given.return_target
        who = UNIT | SYSTEM if own is S.REVIEW else UNIT  # a signal sends a review back
        found.append(row(20, A.RETURN, approval, own, who, target, *ask, when=when, note=note))
        for form in FORMS[: FORMS.index(own)] if own in FORMS else ():
            when = route.returns_to(form, own=False)
            asked = (*ask, given.visited)
            found.append(row(20, A.RETURN, approval, form, UNIT, *asked, when=when, note=note))
    return tuple(found)


def _recalls() -> tuple[Row, ...]:
    """Recalls to the approval from which it came: the last one, or that of the assessment if
    consultation was waived.
    """
    last, waived = S.MONITORING_PLAN_APPROVAL, S.ASSESSMENT_APPROVAL
    ask = (given.new_fact, given.came_from)
    return (
        row(25, A.RECALL, S.APPROVED, last, UNIT, *ask, when=route.came_by(last)),
        row(25, A.RECALL, S.APPROVED, waived, UNIT, given.new_fact, when=route.came_by(waived)),
    )


# A table reads best as a table, so its columns are kept by hand.
# fmt: off
PROCESS = table(
    row(1,  A.START,   S.REGISTERED, S.SCREENING, AUTHORS),
    row(2,  A.SUBMIT,  S.SCREENING, S.SCREENING_APPROVAL, AUTHORS,
        screening.screening_complete, people.training),
    row(3,  A.APPROVE, S.SCREENING_APPROVAL, S.ASSESSMENT, UNIT,
        screening.level_known, screening.lower_level_signed, when=route.relevant),
    row(4,  A.APPROVE, S.SCREENING_APPROVAL, S.SCREENED_OUT, UNIT,
        screening.lower_level_signed, screening.two_sources, screening.look_again,
        screening.second_signature, when=route.not_relevant),

    row(5,  A.SUBMIT,  S.ASSESSMENT, S.ASSESSMENT_APPROVAL, AUTHORS,
        assessment.assessment_complete, assessment.consultation_planned, assessment.waiver_only_low,
        assessment.waiver_outcome, assessment.outcome_consistent),
    row(6,  A.APPROVE, S.ASSESSMENT_APPROVAL, S.CONSULTATION, UNIT,
        assessment.adviser_on_assessment, assessment.legal_on_assessment, when=route.to_consult),
    row(7,  A.APPROVE, S.ASSESSMENT_APPROVAL, S.APPROVED, UNIT,
        assessment.waiver_only_low, assessment.outcome_answered, assessment.outcome_needs_no_more,
        assessment.adviser_on_waiver, when=route.waived),
    row(8,  A.APPROVE, S.ASSESSMENT_APPROVAL, S.REJECTED, UNIT, when=route.waived_stop),

    row(9,  A.SUBMIT,  S.CONSULTATION, S.CONSULTATION_APPROVAL, AUTHORS,
        consultation.consultation_closed, consultation.responses_handled,
        consultation.influence_recorded, consultation.consultation_complete,
        assessment.outcome_answered, assessment.outcome_consistent),
    row(10, A.APPROVE, S.CONSULTATION_APPROVAL, S.MONITORING_PLAN, UNIT,
        assessment.outcome_answered, consultation.adviser_on_continuing,
        consultation.legal_on_continuing, when=route.goes_on),
    row(11, A.APPROVE, S.CONSULTATION_APPROVAL, S.REJECTED, UNIT, when=route.stops),

    row(12, A.SUBMIT,  S.MONITORING_PLAN, S.MONITORING_PLAN_APPROVAL, AUTHORS,
        monitoring_plan.monitoring_plan_complete, monitoring_plan.reports_quarterly),
    row(13, A.APPROVE, S.MONITORING_PLAN_APPROVAL, S.APPROVED, UNIT,
        committee.committee_agreed, committee.signatures_current, committee.in_time),
    row(14, A.PUBLISH, S.APPROVED, S.CURRENT, UNIT,
        publication.publication_complete, publication.summary_short, publication.conditions_met,
        publication.disclosure_checked, publication.ratification_not_refused,
        submission.quality_findings),

    row(15, A.START_REVIEW, S.CURRENT, S.REVIEW, REVIEWERS,
        review.no_successor, review.review_reason),
    row(16, A.SUBMIT,  S.REVIEW, S.REVIEW_APPROVAL, AUTHORS,
        review.review_complete, review.screening_rerun, review.replacement_counts),
    row(17, A.APPROVE, S.REVIEW_APPROVAL, S.CURRENT, UNIT,
        review.review_decided, review.level_not_risen, review.no_unexplained_signal,
        committee.committee_agreed, review.adviser_on_review,
        when=route.review_says(Review.CONTINUE)),
    row(18, A.APPROVE, S.REVIEW_APPROVAL, S.CURRENT, UNIT,
        when=route.review_says(Review.AMEND),
        note="opens the next edition; the review date is not reset"),
    row(19, A.APPROVE, S.REVIEW_APPROVAL, S.REVOKED, UNIT,
        committee.committee_agreed, when=route.review_says(Review.REVOKE)),
    row(19, A.APPROVE, S.REVIEW_APPROVAL, S.SUPERSEDED, UNIT,
        committee.committee_agreed, review.replacement_counts,
        when=route.review_says(Review.REPLACE)),
    row(19, A.APPROVE, S.REVIEW_APPROVAL, S.CLOSED, UNIT,
        review.closable, committee.committee_agreed, when=route.review_says(Review.CLOSE)),

    _returns(),
    rows(21, A.TAKE_BACK,   TAKE_BACKS, SUBMITTER, people.submitter, people.nobody_signed),
    rows(22, A.RAISE_LEVEL, into(S.ASSESSMENT, FORMS[1:]), RAISERS, given.reason,
         note="questions left out before are now asked"),
    rows(23, A.REJECT,      into(S.REJECTED, APPROVALS), UNIT, given.reason),
    rows(24, A.WITHDRAW,    into(S.WITHDRAWN, OPEN), OWNER, given.reason, given.next_due,
         when=route.owner_may_withdraw),
    rows(24, A.WITHDRAW,    into(S.WITHDRAWN, OPEN), UNIT, given.reason, given.next_due,
         when=route.unit_must_withdraw),
    _recalls(),
    rows(26, A.REVOKE,      into(S.REVOKED, CURRENT), UNIT,
         given.reason, ending.reference, ending.ratified),
    rows(27, A.SUPERSEDE,   into(S.SUPERSEDED, CURRENT | {S.SCREENED_OUT}), SYSTEM,
         ending.successor_concluded, note="fires before the successor's new stage is set"),
    rows(28, A.COVER,       into(S.COVERED, {S.REGISTERED, S.SCREENING}), UNIT,
         given.parent, given.adds_no_decision, note="follows the parent's dates"),
    row(29, A.CORRECT,      S.CURRENT, S.CURRENT, UNIT,
        publication.no_judgement_changed, publication.correction_notice,
        note="a new snapshot and a public correction notice"),
    row(30, A.AMEND_MINOR,  S.CURRENT, S.CURRENT, UNIT,
        publication.amendment_proposed, publication.limbs_unchanged,
        publication.difference_attached,
        note="the review date is not reset"),
)
# fmt: on


def rows_for(stage: S, action: A) -> tuple[Row, ...]:
    """Every row for this action at this stage, in the table's order."""
    return tuple(row for row in PROCESS if row.source == stage and row.action == action)


def parties_for(stage: S, action: A) -> frozenset[Party]:
    """Who may ever take this action at this stage; the selected row says who may take it now."""
    return frozenset[Party]().union(*(row.who for row in rows_for(stage, action)))


def is_escalated(round_number: int) -> bool:
    """Whether the nth return of an edition to its author has to be escalated."""
    return round_number >= ESCALATE_AT_ROUND
