"""The stages of an assessment, and everything that depends on those at which a form is filled in.

To add a stage with a form: its two stages below, one entry in `FORM_STAGES`, its rows in
`workflows.process`, and its questions in `forms/sets`.
"""

from dataclasses import dataclass
from enum import StrEnum

from workflows.signatures import SignatureKind


class Stage(StrEnum):
    """The stage of one edition of an assessment. The value is what is stored."""

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
        own = FORM_AT.get(self)
        if own is not None and own.approval is self:
            return f"{own.words.capitalize()}, awaiting approval"
        return _LABELS[self]


_LABELS = {
    Stage.REGISTERED: "Registered",
    Stage.SCREENING: "Screening",
    Stage.ASSESSMENT: "Assessment",
    Stage.CONSULTATION: "Consultation",
    Stage.MONITORING_PLAN: "Monitoring plan",
    Stage.APPROVED: "Approved, not yet published",
    Stage.CURRENT: "Current",
    Stage.REVIEW: "Under review",
    Stage.SCREENED_OUT: "Screened, not assessed",
    Stage.COVERED: "Covered by another policy's assessment",
    Stage.SUPERSEDED: "Superseded",
    Stage.REJECTED: "Rejected",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.REVOKED: "Revoked",
    Stage.CLOSED: "Closed",
}


@dataclass(frozen=True, slots=True)
class FormStage:
    """A stage at which a form is filled in, and everything that depends on it."""

    stage: Stage
    approval: Stage | None
    """The stage at which the form is decided on; None if it is completed without a decision by
    somebody else.
    """
    form: str
    """The form's name in question sets and addresses."""
    signed_as: tuple[SignatureKind, ...] = ()
    """The capacities in which it can be signed, the most usual first. A signature applies only to
    the answers of this form as they were when it was given.
    """
    concludes: bool = False
    """Whether it can contain the conclusion: the outcome, its reasons and the actions."""
    entails: str = ""
    """What reaching this stage means, as the end of a sentence that names it."""
    while_current: bool = False
    """Whether it belongs to an edition in force; otherwise to one in preparation."""

    @property
    def words(self) -> str:
        """The form's name within a sentence."""
        return self.form.replace("_", " ")


PUBLICATION = "publication"
"""The form of an approved edition that is about to be published."""

_SECOND, _ADVISER, _LEGAL = SignatureKind.SECOND, SignatureKind.ADVISER, SignatureKind.LEGAL
_COMMITTEE, _UNIT = SignatureKind.COMMITTEE, SignatureKind.UNIT

FORM_STAGES = (
    FormStage(
        Stage.SCREENING,
        Stage.SCREENING_APPROVAL,
        "screening",
        signed_as=(_SECOND, _COMMITTEE, _UNIT),
    ),
    FormStage(
        Stage.ASSESSMENT,
        Stage.ASSESSMENT_APPROVAL,
        "assessment",
        signed_as=(_ADVISER, _LEGAL, _UNIT),
        concludes=True,
    ),
    FormStage(
        Stage.CONSULTATION,
        Stage.CONSULTATION_APPROVAL,
        "consultation",
        signed_as=(_ADVISER, _LEGAL),
        concludes=True,
        entails=": people are asked before it goes on",
    ),
    FormStage(
        Stage.MONITORING_PLAN,
        Stage.MONITORING_PLAN_APPROVAL,
        "monitoring_plan",
        signed_as=(_COMMITTEE, _ADVISER, _LEGAL),
        entails=". The assessment counts as made today",
    ),
    FormStage(Stage.APPROVED, None, PUBLICATION),
    FormStage(
        Stage.REVIEW,
        Stage.REVIEW_APPROVAL,
        "review",
        signed_as=(_COMMITTEE, _ADVISER),
        while_current=True,
    ),
)
"""Every stage with a form, in the order in which an edition comes to them."""

FORM_AT = {
    stage: found
    for found in FORM_STAGES
    for stage in (found.stage, found.approval)
    if stage is not None
}
"""The form that is filled in or decided on at each stage."""

OWN_STAGE = {found.approval: found.stage for found in FORM_STAGES if found.approval is not None}
"""The stage whose form each approval stage decides on."""

APPROVAL = frozenset(OWN_STAGE)
_WHILE_CURRENT = {stage for stage, found in FORM_AT.items() if found.while_current}
CURRENT = frozenset({Stage.CURRENT, *_WHILE_CURRENT})
OPEN = frozenset({Stage.REGISTERED, *FORM_AT}) - CURRENT
ENDED = frozenset(Stage) - OPEN - CURRENT

FORM_BY_NAME = {found.form: found for found in FORM_STAGES}

EDITION_FORMS = tuple(found.form for found in FORM_STAGES if not found.while_current)
"""The forms of an edition, in order; the last is that of its publication."""

CONCLUDING_FORMS = tuple(found.form for found in reversed(FORM_STAGES) if found.concludes)
"""The forms that can contain the conclusion, the latest first, since the latest conclusion
applies.
"""


def form_stage(stage: Stage) -> Stage:
    """The stage whose form is meant: an approval stage belongs to the form before it."""
    return OWN_STAGE.get(stage, stage)


def form_name(stage: Stage) -> str:
    """The name of the form that is filled in or decided on at a stage; the stage's own name if it
    has none.
    """
    return FORM_AT[stage].form if stage in FORM_AT else stage.value
