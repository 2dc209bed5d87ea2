"""A returned form, for those who fill it in: why it was returned, by when, and what it still
needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forms.pages.page import PageForm
from forms.pages.process.handing_in import unchanged_form
from ria.queries.accounts.people import names
from ria.queries.assessment.case import the_case
from ria.queries.assessment.returns import return_to_answer, unchanged_since_return
from ria.web.answers.open_form import OpenForm
from ria.web.request.session import read_session, the_store


@dataclass(frozen=True)
class Returned:
    """The return that the open form must still answer."""

    reason: str
    who: str
    at: datetime
    due_on: date | None
    unchanged: bool

    def asks(self) -> PageForm | None:
        """Return the question why nothing was changed, if nothing was."""
        return unchanged_form()() if self.unchanged else None


def returned(shown: OpenForm) -> Returned | None:
    """Return why the open form was returned; None if it was not, or was submitted again."""
    session, assessment = read_session(), shown.case.assessment
    if not shown.is_open or assessment.round == 1:
        return None
    case = the_case(session, the_store(), assessment, shown.case.policy)
    change = return_to_answer(case)
    if change is None:
        return None
    return Returned(
        reason=change.reason,
        who=names(session, [change.actor_id]).get(change.actor_id or 0, ""),
        at=change.at,
        due_on=assessment.due_on,
        unchanged=unchanged_since_return(session, case),
    )
