"""What can fall due, and until when it stays so. A reminder needs to know no more."""

from __future__ import annotations

from dataclasses import dataclass

from ria.links import Links
from ria.models import Assessment, Policy
from ria.queries.subjects import form_name
from workflows.stages import APPROVAL, Stage


@dataclass(frozen=True)
class DueKind:
    """One kind of `Schedule` row: what a reminder calls it, and the stages in which it is due."""

    id: str
    words: str
    stages: frozenset[Stage]

    def link(self, links: Links, policy: Policy, assessment: Assessment) -> str:
        """The page on which it is done."""
        assert assessment.id is not None
        if assessment.stage in APPROVAL:
            return links.decision(assessment.id)
        if self.id == form_name(assessment.stage):
            return links.stage(assessment.id, self.id)
        return links.policy(policy.reference)


_KINDS = (
    DueKind("screening", "the screening", frozenset({Stage.REGISTERED, Stage.SCREENING})),
    DueKind("assessment", "the assessment", frozenset({Stage.ASSESSMENT})),
    DueKind("consultation", "the consultation", frozenset({Stage.CONSULTATION})),
    DueKind("monitoring_plan", "the monitoring plan", frozenset({Stage.MONITORING_PLAN})),
    DueKind("publication", "the publication", frozenset({Stage.APPROVED})),
    DueKind("review", "the review", frozenset({Stage.CURRENT, Stage.REVIEW})),
    DueKind("approval", "your decision", APPROVAL),
    DueKind("rescreening", "the next screening", frozenset({Stage.SCREENED_OUT})),
    DueKind(
        "end_or_replace",
        "ending or replacing the rejected policy",
        frozenset({Stage.REJECTED}),
    ),
    DueKind("next_assessment", "a new assessment", frozenset({Stage.WITHDRAWN})),
)

DUE_KINDS = {kind.id: kind for kind in _KINDS}
"""Every kind by its id. A `Schedule` row of no such kind is no reminder's business."""
