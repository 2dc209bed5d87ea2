"""Consistency checks on the dates of a policy's entry; every error is raised at its field."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from forms.answers.display import day_in_words
from ria.models import Operation
from ria.services.kit.errors import Invalid


class Dated(Protocol):
    """The fields of an entry that are checked."""

    @property
    def operation(self) -> Operation:
        """Whether it is applied to people."""

    @property
    def operation_on(self) -> date | None:
        """The day on which operation began, or on which it ends."""

    @property
    def planned_decision_on(self) -> date | None:
        """When the decision on it is planned."""

    @property
    def planned_start_on(self) -> date | None:
        """When it is to start."""


def check_dates(given: Dated, today: date, *, began_on: date | None = None) -> None:
    """Raise `Invalid` at the inconsistent field. `began_on`: the day from which the policy has been
    applied, as far as the register knows. Missing dates are not refused here, because the form
    requires them.
    """
    on = given.operation_on
    if given.operation is Operation.OPERATING and on is not None and on > today:
        raise Invalid(
            "operating_since",
            "This day is still to come. If it is not applied yet, choose “No, it is proposed”",
        )
    if given.operation is Operation.ENDED and on is not None:
        if on > today:
            raise Invalid(
                "ended_on", "This day is still to come. It can be entered once it has ended"
            )
        if began_on is not None and on < began_on:
            raise Invalid(
                "ended_on", f"It cannot have ended before it began, on {day_in_words(began_on)}"
            )
    decision, start = given.planned_decision_on, given.planned_start_on
    if decision is not None and start is not None and start < decision:
        raise Invalid(
            "planned_start_on",
            f"It cannot start before the decision, planned for {day_in_words(decision)}",
        )
