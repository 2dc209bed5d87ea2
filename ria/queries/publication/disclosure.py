"""The state of the disclosure check: what it must cover, who gave it, whether it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from forms.questions.question import Kind
from ria.db.store import Store
from ria.history.canonical import canonical, digest
from ria.models import (
    Committee,
    Consultation,
    Contributor,
    DisclosureCheck,
    Evidence,
    SignOff,
    User,
)
from ria.permissions.person import Person, Subject
from ria.queries.assessment.case import Case
from ria.queries.assessment.form_content import FormContent, form_content, opened_forms
from ria.queries.evidence.evidence import cited
from workflows.roles import Role

_SHOWN = ("ref", "title", "source", "period", "area", "finding", "limits", "link", "audience")
"""The columns of a source that appear on the public page."""


@dataclass(frozen=True)
class Checked:
    """The newest disclosure check. `holds`: nothing that would be published has changed since."""

    by: str
    at: datetime
    holds: bool


def to_be_public(session: Session, store: Store, case: Case) -> str:
    """Return the hash of everything from which the public page is made, as it now stands.

    It covers more than the page shows, so that whatever could change the page voids the check.
    """
    policy, edition = case.policy, case.assessment
    assert edition.id is not None
    forms = _forms(session, store, edition.id)
    committee = session.get_one(Committee, policy.committee_id)
    given = [
        [policy.title, policy.subject_type, committee.name],
        [policy.operation, policy.operation_on, policy.urgent_reason],
        [edition.level, edition.assessed_on, edition.approved_on, edition.next_review_on],
        [store.settings.organisation, store.settings.public_contact],
        [[form.form, form.hash] for form in forms],
        [_described(source) for source in cited(session, _cited_in(forms))],
        _asked(session, edition.id),
        _signed(session, edition.id),
    ]
    return digest(canonical(given))


def disclosure_check(session: Session, assessment_id: int, content_hash: str) -> Checked | None:
    """Return the newest check of an edition, compared with what would be published now."""
    query = (
        select(DisclosureCheck, User.name)
        .join(User, col(User.id) == col(DisclosureCheck.checked_by))
        .where(col(DisclosureCheck.assessment_id) == assessment_id)
        .order_by(col(DisclosureCheck.id).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    check, name = found
    return Checked(name, check.checked_at, check.content_hash == content_hash)


def is_disclosure_checked(session: Session, store: Store, case: Case) -> bool:
    """Whether the disclosure check covers what would be published now."""
    assert case.assessment.id is not None
    check = disclosure_check(session, case.assessment.id, to_be_public(session, store, case))
    return check is not None and check.holds


def why_not_check(session: Session, case: Case, person: Person, subject: Subject) -> str:
    """Why this person may not give the check; empty if they may."""
    if not person.has(Role.STRATEGY_UNIT):
        return "Somebody in the Strategy Unit checks it."
    writers = set(
        session.exec(
            select(Contributor.user_id).where(col(Contributor.assessment_id) == case.assessment.id)
        )
    )
    answerable = {subject.owner_id, subject.deputy_id}
    if not person.acts_for.isdisjoint(writers):
        return "You wrote some of this, so somebody else in the Strategy Unit checks it."
    if not person.acts_for.isdisjoint(answerable):
        return "You answer for this policy, so somebody else in the Strategy Unit checks it."
    return ""


def _forms(session: Session, store: Store, assessment_id: int) -> list[FormContent]:
    found = (
        form_content(session, store.sets, assessment_id, form)
        for form in opened_forms(session, assessment_id)
    )
    return [content for content in found if content is not None]


def _cited_in(forms: list[FormContent]) -> list[str]:
    refs: list[str] = []
    for form in forms:
        answers = form.visible
        for question in form.questions.questions():
            value = answers.get(question.key)
            if question.kind is Kind.EVIDENCE and isinstance(value, list):
                refs += map(str, value)
    return refs


def _described(source: Evidence) -> dict[str, object]:
    return {name: getattr(source, name) for name in _SHOWN}


def _asked(session: Session, assessment_id: int) -> list[list[object]]:
    query = (
        select(Consultation)
        .where(col(Consultation.assessment_id) == assessment_id)
        .order_by(col(Consultation.id))
    )
    return [[c.opens_on, c.closes_on, c.extended_because] for c in session.exec(query)]


def _signed(session: Session, assessment_id: int) -> list[list[object]]:
    query = (
        select(SignOff).where(col(SignOff.assessment_id) == assessment_id).order_by(col(SignOff.id))
    )
    return [[s.kind, s.verdict, s.decided_on] for s in session.exec(query)]
