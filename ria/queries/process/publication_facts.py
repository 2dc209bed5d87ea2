"""The facts of a publication that is being prepared, and of a proposed minor amendment."""

from __future__ import annotations

from sqlmodel import Session, col, select

from forms.answers.text import words
from ria.db.store import Store
from ria.models import Amendment, Condition
from ria.queries.assessment.case import Case
from ria.queries.process.form_facts import is_filled_in
from ria.queries.publication.disclosure import is_disclosure_checked
from ria.queries.review.amending import LIMBS, NO_CHANGE
from workflows.facts.forms import AmendmentFacts, PublicationFacts
from workflows.stages import PUBLICATION


def publication_facts(session: Session, store: Store, case: Case) -> PublicationFacts:
    """The facts of the publication form; the defaults for any other form."""
    content = case.content
    if content is None or content.form != PUBLICATION:
        return PublicationFacts()
    summary = content.visible.get("plain_summary")
    unmet = select(Condition.id).where(
        col(Condition.assessment_id) == case.assessment.id,
        col(Condition.before_publication).is_(True),
        col(Condition.met_on).is_(None),
    )
    return PublicationFacts(
        complete=is_filled_in(content),
        summary_words=words(summary) if isinstance(summary, str) else 0,
        conditions_met=session.exec(unmet).first() is None,
        disclosure_checked=is_disclosure_checked(session, store, case),
    )


def amendment_facts(waiting: Amendment | None) -> AmendmentFacts:
    """The facts of the amendment that awaits agreement; the defaults if there is none."""
    if waiting is None:
        return AmendmentFacts()
    return AmendmentFacts(
        proposed=True,
        limbs_unchanged=all(waiting.limbs.get(limb) == NO_CHANGE for limb in LIMBS),
        difference_attached=waiting.before != waiting.after,
    )
