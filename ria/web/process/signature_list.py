"""The signatures of a form, as the reader may see them."""

from __future__ import annotations

from typing import Any

from ria.queries.assessment.case import Case
from ria.queries.process.decision import asked_signatures
from ria.queries.process.signature_capacities import still_needed
from ria.queries.signoff.conditions import conditions_of_edition, reader_of
from ria.queries.signoff.signatures import signatures_of_form
from ria.web.kit.forms import today
from ria.web.request.access import SeenPolicy
from ria.web.request.session import read_session, the_store


def signatures(seen: SeenPolicy, case: Case) -> dict[str, Any]:
    """The signatures given (valid or void), those still awaited, those that the reader is asked
    for, those that the process needs now, and every condition set for the edition.
    """
    session, reader = read_session(), reader_of(seen.person, seen.subject)
    assert case.assessment.id is not None
    signed = {(row.kind, row.signed_by) for row in case.standing_signatures}
    waited_for = [
        (request, name)
        for request, name in asked_signatures(session, case)
        if (request.kind, request.asked_id) not in signed
    ]
    return {
        "signatures": signatures_of_form(session, case, reader, today()),
        "waited_for": [(name, request.kind.label) for request, name in waited_for],
        "to_sign": [
            request.kind for request, _ in waited_for if request.asked_id == seen.person.id
        ],
        "needed": still_needed(session, the_store(), case, today()),
        "conditions": conditions_of_edition(session, case.assessment.id, reader, today()),
    }
