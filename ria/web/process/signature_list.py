"""The signatures of a form, as the reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ria.models import SignatureRequest
from ria.queries.assessment.case import Case
from ria.queries.process.decision import asked_signatures
from ria.queries.signoff.conditions import reader_of
from ria.queries.signoff.signatures import signatures_of_form
from ria.web.kit.forms import today
from ria.web.request.access import SeenPolicy
from ria.web.request.session import read_session


def awaited(case: Case) -> list[tuple[SignatureRequest, str]]:
    """The requests for a signature that is not given yet, each with the person's name."""
    signed = {(row.kind, row.signed_by) for row in case.standing_signatures}
    return [
        (request, name)
        for request, name in asked_signatures(read_session(), case)
        if (request.kind, request.asked_id) not in signed
    ]


def signatures(
    seen: SeenPolicy, case: Case, waited_for: Sequence[tuple[SignatureRequest, str]]
) -> dict[str, Any]:
    """The signatures given (valid or void) and those still awaited, as pages list them."""
    reader = reader_of(seen.person, seen.subject)
    return {
        "signatures": signatures_of_form(read_session(), case, reader, today()),
        "waited_for": [(name, request.kind.label) for request, name in waited_for],
    }
