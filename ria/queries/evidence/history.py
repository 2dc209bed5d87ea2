"""The audience of a source at each of its changes."""

from __future__ import annotations

from collections.abc import Sequence

from forms.questions.question import Audience
from ria.queries.kit.records import RecordEvent


def audiences_of(events: Sequence[RecordEvent]) -> list[set[Audience]]:
    """The audiences of a source before and after each of its events, which are newest first."""
    found: list[set[Audience]] = []
    before: Audience | None = None
    for event in reversed(events):
        named = event.new.get("audience")
        after = Audience(str(named)) if named is not None else before
        found.append({audience for audience in (before, after) if audience is not None})
        before = after
    return found[::-1]
