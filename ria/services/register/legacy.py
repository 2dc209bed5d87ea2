"""Legacy policies: the check of their date of first screening in the programme."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from forms.answers.display import day_in_words
from ria.models import Operation
from ria.services.kit.errors import Invalid


class MaybeLegacy(Protocol):
    """The fields of an entry that are checked."""

    @property
    def legacy(self) -> bool:
        """Whether it was applied before the organisation worked with the register."""

    @property
    def programme_due_on(self) -> date | None:
        """The day by which the programme schedules its screening."""

    @property
    def operation(self) -> Operation:
        """Whether it is applied to people."""

    @property
    def operation_on(self) -> date | None:
        """The day on which operation began, or on which it ends."""


def check_legacy(entry: MaybeLegacy, go_live: date | None) -> None:
    """Raise `Invalid` at the inconsistent field. The programme's day may be in the past: an
    organisation brings its programme along as it is.
    """
    if not entry.legacy:
        return
    if entry.operation is Operation.PROPOSED:
        raise Invalid(
            "operation",
            "This is a legacy policy, so it has been applied to people. The Strategy Unit can say "
            "that it is none",
        )
    since = entry.operation_on if entry.operation is Operation.OPERATING else None
    if since is None:
        return
    if go_live is not None and since >= go_live:
        raise Invalid(
            "legacy",
            f"It has been applied since {day_in_words(since)}, and this service went live on "
            f"{day_in_words(go_live)}. Only what was applied before is a legacy policy",
        )
    by = entry.programme_due_on
    if by is not None and by < since:
        raise Invalid(
            "programme_due_on",
            f"It has been applied since {day_in_words(since)}. No programme can have had it "
            "screened before",
        )
