"""The stages an assessment passes through, and the groups the process speaks of."""

from enum import StrEnum


class Stage(StrEnum):
    """Where one edition of an assessment stands. The value is what is stored."""

    REGISTERED = "registered"
    SCREENING = "screening"
    SCREENING_APPROVAL = "screening_approval"
    ASSESSMENT = "assessment"
    ASSESSMENT_APPROVAL = "assessment_approval"
    CONSULTATION = "consultation"
    CONSULTATION_APPROVAL = "consultation_approval"
    MONITORING_PLAN = "monitoring_plan"
    MONITORING_PLAN_APPROVAL = "monitoring_plan_approval"
    APPROVED = "approved"
    CURRENT = "current"
    REVIEW = "review"
    REVIEW_APPROVAL = "review_approval"
    SCREENED_OUT = "screened_out"
    COVERED = "covered"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The stage as a page names it."""
        return _LABELS[self]


_LABELS = {
    Stage.REGISTERED: "Registered",
    Stage.SCREENING: "Screening",
    Stage.SCREENING_APPROVAL: "Screening, awaiting approval",
    Stage.ASSESSMENT: "Assessment",
    Stage.ASSESSMENT_APPROVAL: "Assessment, awaiting approval",
    Stage.CONSULTATION: "Consultation",
    Stage.CONSULTATION_APPROVAL: "Consultation, awaiting approval",
    Stage.MONITORING_PLAN: "Monitoring plan",
    Stage.MONITORING_PLAN_APPROVAL: "Monitoring plan, awaiting approval",
    Stage.APPROVED: "Approved, not yet published",
    Stage.CURRENT: "Current",
    Stage.REVIEW: "Under review",
    Stage.REVIEW_APPROVAL: "Review, awaiting approval",
    Stage.SCREENED_OUT: "Screened, not assessed",
    Stage.COVERED: "Covered by another policy's assessment",
    Stage.SUPERSEDED: "Superseded",
    Stage.REJECTED: "Rejected",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.REVOKED: "Revoked",
    Stage.CLOSED: "Closed",
}

OPEN = frozenset(
    {
        Stage.REGISTERED,
        Stage.SCREENING,
        Stage.SCREENING_APPROVAL,
        Stage.ASSESSMENT,
        Stage.ASSESSMENT_APPROVAL,
        Stage.CONSULTATION,
        Stage.CONSULTATION_APPROVAL,
        Stage.MONITORING_PLAN,
        Stage.MONITORING_PLAN_APPROVAL,
        Stage.APPROVED,
    }
)
CURRENT = frozenset({Stage.CURRENT, Stage.REVIEW, Stage.REVIEW_APPROVAL})
ENDED = frozenset(Stage) - OPEN - CURRENT
OWN_STAGE = {
    Stage.SCREENING_APPROVAL: Stage.SCREENING,
    Stage.ASSESSMENT_APPROVAL: Stage.ASSESSMENT,
    Stage.CONSULTATION_APPROVAL: Stage.CONSULTATION,
    Stage.MONITORING_PLAN_APPROVAL: Stage.MONITORING_PLAN,
    Stage.REVIEW_APPROVAL: Stage.REVIEW,
}
"""The stage whose form each approval stage decides on."""
APPROVAL = frozenset(OWN_STAGE)

PUBLICATION = "publication"
"""The form of what is approved and about to be published."""


def form_stage(stage: Stage) -> Stage:
    """The stage whose form is meant: an approval stage speaks of the form before it."""
    return OWN_STAGE.get(stage, stage)


def form_name(stage: Stage) -> str:
    """The name of the form that a stage fills in or decides on."""
    return PUBLICATION if stage is Stage.APPROVED else form_stage(stage).value
