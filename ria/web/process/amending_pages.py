"""What the pages of corrections and minor amendments show and read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from forms.pages.page import PageForm
from forms.pages.process.reviews import correction_form
from ria.models import Amendment, Publication
from ria.queries.accounts.people import names
from ria.queries.review.amending import CORRECTABLE, proposed_amendment
from ria.web.request.access import SeenAssessment
from ria.web.request.session import read_session


@dataclass(frozen=True)
class Waiting:
    """A minor amendment that awaits agreement, and who proposed it."""

    row: Amendment
    who: str


def waiting(seen: SeenAssessment) -> Waiting | None:
    """The edition's amendment that awaits agreement; None if there is none."""
    if seen.assessment.id is None:
        return None
    row = proposed_amendment(read_session(), seen.assessment.id)
    if row is None:
        return None
    return Waiting(row, names(read_session(), [row.proposed_by]).get(row.proposed_by, ""))


def published_now(seen: SeenAssessment) -> dict[str, str]:
    """The words of the newest publication that can be corrected."""
    query = select(Publication.snapshot).where(
        col(Publication.reference) == seen.policy.reference,
        col(Publication.is_latest).is_(True),
    )
    snapshot = read_session().exec(query).first() or {}
    found = {key: snapshot.get(key) for key in CORRECTABLE}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def correction(seen: SeenAssessment) -> type[PageForm]:
    """The form of a correction, with the words as they are published now."""
    return correction_form(CORRECTABLE, published_now(seen))


def corrected(seen: SeenAssessment, form: PageForm) -> dict[str, str]:
    """The typed words that differ from what is published."""
    now = published_now(seen)
    typed = {key: str(form.given.get(key, "")).strip() for key in CORRECTABLE}
    return {key: text for key, text in typed.items() if text != now.get(key, "").strip()}
