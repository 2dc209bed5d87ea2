"""Everything that the process needs to know about one assessment when somebody acts.

Queries gather the facts, each part in a function of its own; the guards judge them. Every default
is the cautious one: good news is assumed absent and bad news present, so that a fact which nobody
gathered stops the action instead of letting it through.
"""

from dataclasses import dataclass, field

from workflows.facts.acting import ActorFacts, InputFacts
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
from workflows.facts.road import RoadFacts
from workflows.facts.signoff import SignOffFacts
from workflows.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one assessment, as seen by the person who acts. Facts of a form that is not
    filled in or decided on at this stage keep their defaults.
    """

    actor: ActorFacts = field(default_factory=ActorFacts)
    given: InputFacts = field(default_factory=InputFacts)
    road: RoadFacts = field(default_factory=RoadFacts)
    signoff: SignOffFacts = field(default_factory=SignOffFacts)
    final_level: Level | None = None
    """The level that the screening form gives; from then on, the level of the assessment."""
    open_findings: int | None = None
    """The number of open findings of the quality checker in the form; None if it was not
    checked.
    """
    screening: ScreeningFacts = field(default_factory=ScreeningFacts)
    assessment: AssessmentFacts = field(default_factory=AssessmentFacts)
    consultation: ConsultationFacts = field(default_factory=ConsultationFacts)
    conclusion: ConclusionFacts = field(default_factory=ConclusionFacts)
    monitoring_plan: MonitoringPlanFacts = field(default_factory=MonitoringPlanFacts)
    publication: PublicationFacts = field(default_factory=PublicationFacts)
    amendment: AmendmentFacts = field(default_factory=AmendmentFacts)
    review: ReviewFacts = field(default_factory=ReviewFacts)
