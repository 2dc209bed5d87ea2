"""Projects and decisions. They are done once, so they are reviewed on a day set after they are
carried out rather than at regular intervals, and can be closed then.
"""

from __future__ import annotations

from datetime import date

from ria.models import Assessment, Policy, SubjectType
from workflows.review_cycle import MAX_REVIEW_MONTHS, add_months
from workflows.stages import Stage

DONE_ONCE = frozenset({SubjectType.PROJECT, SubjectType.DECISION})


def is_done_once(policy: Policy) -> bool:
    """Whether a policy is a project or a decision."""
    return policy.subject_type in DONE_ONCE


def latest_review(edition: Assessment, today: date) -> date:
    """Return the latest allowed day for the review now being decided on: 36 months after the
    assessment, or after the current review.
    """
    is_decided_now = edition.stage in (Stage.ASSESSMENT_APPROVAL, Stage.REVIEW_APPROVAL)
    assessed_on = None if is_decided_now else edition.assessed_on
    return add_months(assessed_on or today, MAX_REVIEW_MONTHS)


def review_label(subject: str) -> str:
    """Return the label of the next review's date, by the kind of policy, stored or published."""
    once = {kind.value for kind in DONE_ONCE}
    is_once = subject.lower().replace(" ", "_") in once
    return "Post-implementation review by" if is_once else "Next review by"
