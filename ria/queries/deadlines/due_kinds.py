"""Every kind of task that can fall due, and how long it stays due.

To add a kind: an entry in `due_kinds.yaml`, a call of `ria.services.deadlines.schedule.fall_due`
where it begins, and of `settle` where it is done. What a reminder says, whom it chases and where it
links to follow from the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from forms.questions.source import read
from ria.links import Links
from ria.models import ASSESSMENT
from workflows.stages import APPROVAL, CURRENT, ENDED, Stage, form_name


class Held(StrEnum):
    """Who has to do it, and is therefore chased by its ladder."""

    AUTHOR = "author"
    DECIDER = "decider"
    COMMITTEE = "committee"
    PERSON = "person"


@dataclass(frozen=True)
class DueKind:
    """One kind of `Schedule` row: what a reminder calls it, and the stages in which it is due.

    `words` names it within a sentence; `about` begins a line about it, before the policy's title.

    A task that belongs to a stage ends when the edition moves on. One that `outlives` a transition
    stays due while the edition is in any of its stages, until it is settled. `item` distinguishes
    several rows of one kind: a condition's id, a report's number; 0 is the target itself. `target`
    is the kind of target it is due for, one of `due_targets.DUE_TARGETS`; only an assessment has
    stages. `held` says who is chased. With `stops_clock` the task is not the owner's, who is then
    not chased at all: whoever holds it is told instead.
    """

    id: str
    words: str
    about: str
    stages: frozenset[Stage] = frozenset()
    outlives: bool = False
    held: Held = Held.AUTHOR
    stops_clock: bool = False
    target: str = ASSESSMENT

    def is_wanted_at(self, stage: Stage | None) -> bool:
        """Whether it is to be done while its target is at this stage. For a target without stages
        it is always to be done while it is in the schedule.
        """
        return stage in self.stages if self.target == ASSESSMENT else True

    def begin(self, item: int) -> str:
        """The beginning of a line about it: `Monitoring report 2 on`."""
        return self.about.replace("{item}", str(item))

    @property
    def is_decided(self) -> bool:
        """Whether it is a decision, by the Strategy Unit or a committee."""
        return self.id in ("approval", "committee")

    def link(
        self, links: Links, *, reference: str, assessment_id: int, stage: Stage, item: int = 0
    ) -> str:
        """The page on which it is done, while the edition is at this stage."""
        if self.id == "condition":
            return links.condition(assessment_id, item)
        if self.id == "ratification":
            return links.ratification(assessment_id, item)
        if self.held is Held.COMMITTEE and stage in APPROVAL:
            return links.sign(assessment_id, "committee")
        if self.id == "approval":
            return links.decision(assessment_id)
        if self.id in REPORTS:
            return links.reports(assessment_id)
        if stage in self.stages and self.id in (form_name(stage), "opening"):
            return links.stage(assessment_id, form_name(stage))
        return links.policy(reference)

    def ends_at(self, stage: Stage) -> bool:
        """Whether a transition to this stage ends it."""
        return not self.outlives or stage not in self.stages


REPORTS = ("monitoring_report", "report_publication")
"""The kinds for monitoring reports: filing one, and publishing it."""

OF_SIGNATORIES = frozenset({"signature", "deferred_signature"})
"""The kinds that are due from whoever was asked to sign, or deferred a signature."""

_LIVING = frozenset(Stage) - ENDED
STAGES = {
    "any approval": APPROVAL,
    "any current": CURRENT,
    "any living": _LIVING,
    "any living or ended after approval": _LIVING | {Stage.REVOKED, Stage.SUPERSEDED, Stage.CLOSED},
}
"""The groups of stages that `due_kinds.yaml` names."""


def _kind(id: str, told: Mapping[str, Any]) -> DueKind:
    stages, held = told.get("stages", ()), Held(told.get("held", Held.AUTHOR))
    found = STAGES[stages] if isinstance(stages, str) else frozenset(map(Stage, stages))
    return DueKind(**{**told, "id": id, "stages": found, "held": held})


DUE_KINDS = {
    id: _kind(id, told) for id, told in read(Path(__file__).with_name("due_kinds.yaml")).items()
}
"""Every kind by its id. Reminders ignore a `Schedule` row of an unknown kind."""
