"""Everything the process needs to know about one assessment at the moment somebody acts.

A query gathers the facts, each part by a function of its own; the guards judge them. Every default
is the cautious one: good news is assumed absent and bad news assumed present, so that a fact nobody
gathered stops the action rather than letting it through.
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
    """The facts of one assessment, seen from the person who acts. What belongs to a form that is
    not filled in or decided on at this stage keeps its defaults."""

    actor: ActorFacts = field(default_factory=ActorFacts)
    given: InputFacts = field(default_factory=InputFacts)
    road: RoadFacts = field(default_factory=RoadFacts)
    signoff: SignOffFacts = field(default_factory=SignOffFacts)
    final_level: Level | None = None
    """The level the screening form settles on; the level of the assessment from then on."""
    open_findings: int | None = None
    """What the quality checker found in the form and is not dealt with; None if not looked at."""
    screening: ScreeningFacts = field(default_factory=ScreeningFacts)
    assessment: AssessmentFacts = field(default_factory=AssessmentFacts)
    consultation: ConsultationFacts = field(default_factory=ConsultationFacts)
    conclusion: ConclusionFacts = field(default_factory=ConclusionFacts)
    monitoring_plan: MonitoringPlanFacts = field(default_factory=MonitoringPlanFacts)
    publication: PublicationFacts = field(default_factory=PublicationFacts)
    amendment: AmendmentFacts = field(default_factory=AmendmentFacts)
    review: ReviewFacts = field(default_factory=ReviewFacts)
