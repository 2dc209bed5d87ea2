"""The facts that the process judges, gathered from the database when somebody acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from ria.db.store import Store
from ria.permissions.person import Person
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.assessment.quality import open_findings
from ria.queries.assessment.subject import contributors
from ria.queries.process.acting_facts import actor_facts, input_facts
from ria.queries.process.form_facts import (
    assessment_facts,
    conclusion_facts,
    consultation_facts,
    monitoring_plan_facts,
    screening_facts,
    settled_level,
)
from ria.queries.process.publication_facts import amendment_facts, publication_facts
from ria.queries.process.road_facts import road_facts, signoff_facts
from ria.queries.review.amending import proposed_amendment
from ria.queries.review.facts import review_facts
from workflows.facts.facts import Facts
from workflows.stages import APPROVAL, Stage


def facts_of(
    session: Session,
    store: Store,
    case: Case,
    *,
    actor: Person,
    given: ActionInput,
    today: date,
    authors: frozenset[int] | None = None,
    whoever: Facts | None = None,
) -> Facts:
    """Everything that the guards ask, as it is now and for the person who acts.

    `authors`: who contributed to this stage's form; `whoever`: the result of `facts_for_anybody`;
    both only if the caller already has them.
    """
    edition = case.assessment
    assert edition.id is not None
    if authors is None:
        authors = contributors(session, edition.id, edition.stage)
    counts = edition.stage is Stage.CURRENT
    amendment = proposed_amendment(session, edition.id) if counts else None
    return replace(
        whoever or facts_for_anybody(session, store, case, today),
        actor=actor_facts(session, case, actor, authors=authors, amendment=amendment, today=today),
        given=input_facts(given),
        screening=screening_facts(case, actor),
        amendment=amendment_facts(amendment),
    )


def facts_for_anybody(session: Session, store: Store, case: Case, today: date) -> Facts:
    """The facts that do not depend on the actor or the input; all others keep their defaults. A
    page that asks about several people or actions gathers them once.
    """
    return Facts(
        road=road_facts(session, case),
        signoff=signoff_facts(session, case),
        final_level=settled_level(case),
        open_findings=_open_findings(session, case, today),
        assessment=assessment_facts(case),
        consultation=consultation_facts(session, case),
        conclusion=conclusion_facts(case),
        monitoring_plan=monitoring_plan_facts(session, store, case, today),
        publication=publication_facts(session, store, case),
        review=review_facts(session, case),
    )


def _open_findings(session: Session, case: Case, today: date) -> int | None:
    """The number of findings in a form that is being filled in. A form that awaits a decision was
    checked when it was submitted.
    """
    edition, content = case.assessment, case.content
    if content is None or edition.id is None or edition.stage in APPROVAL:
        return None
    return len(open_findings(session, edition.id, content, today))
