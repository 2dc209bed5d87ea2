"""A transition of the process that was just made, as its effects see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ria.clock import london_date
from ria.history import UnitOfWork
from ria.models import Assessment, StageChange, target_of
from ria.outbox import enqueue
from ria.queries.accounts.people import ids_with
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.organisation.settings import HouseSettings, current_settings
from ria.services.deadlines.approval_clock import decision_day
from ria.services.deadlines.schedule import fall_due
from ria.services.kit.loading import Loaded
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage


@dataclass(frozen=True)
class TransitionContext:
    """A transition that was just made, with everything that its effects need."""

    unit: UnitOfWork
    loaded: Loaded
    case: Case
    change: StageChange
    given: ActionInput
    level: Level | None

    @property
    def house(self) -> HouseSettings:
        """The organisation's own settings."""
        return current_settings(self.unit.session)

    @property
    def assessment(self) -> Assessment:
        """The edition that changed its stage."""
        return self.loaded.assessment

    def due(self, kind: str, on: date) -> None:
        """Record that something is now due on this day."""
        fall_due(self.unit, self.assessment, kind, on)

    def tell(self, kind: str, *recipients: int, **details: Any) -> None:
        """Mail these people about the edition."""
        for recipient in dict.fromkeys(recipients):
            enqueue(
                self.unit,
                kind,
                recipient_id=recipient,
                about=target_of(self.assessment),
                **details,
            )

    @property
    def authors(self) -> tuple[int, ...]:
        """The policy's owner, and whoever submitted the form, if it was somebody else."""
        submitter = self.assessment.submitted_by
        return (self.loaded.policy.owner_id, *([submitter] if submitter else []))

    def tell_role(self, kind: str, role: Role, **details: Any) -> None:
        """Mail everybody with this role."""
        self.tell(kind, *ids_with(self.unit.session, role), **details)

    def entered(self, stage: Stage) -> date:
        """The day (London) on which this edition first reached a stage; today if it never did."""
        for change in self.case.changes:
            if change.to_stage is stage:
                return london_date(change.at)
        return self.unit.today

    def due_from(self, kind: str, on: date) -> None:
        """As `due`, but never in the past: what is already late is due today."""
        self.due(kind, max(on, self.unit.today))

    def await_approval(self) -> None:
        """Record that a decision is now due, and tell those who may take it."""
        self.due("approval", decision_day(self.unit))
        deciders = ids_with(self.unit.session, Role.STRATEGY_UNIT)
        free = [d for d in deciders if d not in self.loaded.subject.contributors]
        self.tell("approval_wanted", *free)
        if not free:
            self.tell_role("nobody_to_decide", Role.ADMINISTRATOR)
