"""The public page of an assessed policy: the plain summary first, then everything that supports it.

docs/reference/publication.md describes each field of the snapshot.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from forms.questions.question import Audience
from ria.db.store import Store
from ria.history import UnitOfWork
from ria.models import Publication, PublicationKind, SignatureKind, SignOff, Verdict
from ria.permissions.person import Person
from ria.publishing.consulted import consulted
from ria.publishing.group_effects import effects_by_group
from ria.publishing.parts import owning_committee, signed, strands_rated, the_policy
from ria.publishing.public import Forms, PublicForm, rows_in, text_in
from ria.publishing.snapshot import publish
from ria.queries.assessment.case import Case
from ria.queries.assessment.form_content import form_content
from ria.queries.evidence.evidence import cited
from workflows.stages import CONCLUDING_FORMS, EDITION_FORMS, PUBLICATION

FORMS = tuple(sorted(EDITION_FORMS, key=lambda form: form != PUBLICATION))
"""The forms whose public answers are published, in reading order."""

WATCHING = ("monitoring_plan", "assessment")
"""The forms that may say how a policy is monitored."""


def publish_assessment(
    unit: UnitOfWork, case: Case, publisher: Person, *, review: dict[str, Any] | None = None
) -> Publication:
    """Publish a snapshot of an assessment that is now current. `review`: the public part of the
    review that allowed the policy to continue, if any.
    """
    level = case.assessment.level
    assert level is not None
    return publish(
        unit,
        policy=case.policy,
        kind=PublicationKind.ASSESSMENT,
        committee=owning_committee(unit.session, case).name,
        level=level,
        snapshot={
            **assessment_snapshot(unit.session, unit.store, case, unit.today),
            "review": review,
        },
        actor_ref=publisher.ref,
    )


def assessment_snapshot(session: Session, store: Store, case: Case, today: date) -> dict[str, Any]:
    """Return the snapshot that publishing the assessment today would make."""
    level = case.assessment.level
    assert level is not None
    forms = public_forms(session, store, case)
    return {
        **the_policy(session, store, case, PublicationKind.ASSESSMENT),
        "level": level,
        "level_label": level.label,
        "strands": strands_rated(forms["screening"].content),
        **_dates(case, today),
        **_in_plain_words(forms),
        "groups": _effects(forms),
        "consultation": consulted(session, case, forms),
        "outcome": _outcome(forms),
        "monitoring": _monitoring(forms),
        "sources": _sources(session, forms),
        "held_back": rows_in(forms, ("publication",), "exemptions"),
        "signatures": signed(_agreements(session, case), today),
        "forms": [
            {"form": name, "title": form.content.questions.title, "sections": form.sections()}
            for name, form in forms.items()
            if form.sections()
        ],
    }


def public_forms(session: Session, store: Store, case: Case) -> Forms:
    """Return the forms of an edition, each reduced to its public answers."""
    assert case.assessment.id is not None
    found = {form: form_content(session, store.sets, case.assessment.id, form) for form in FORMS}
    return {form: PublicForm(content) for form, content in found.items() if content is not None}


def _dates(case: Case, today: date) -> dict[str, str | None]:
    edition = case.assessment
    days = {
        "assessed_on": edition.assessed_on,
        "approved_on": edition.approved_on,
        "published_on": edition.published_on or today,
        "next_review_on": edition.next_review_on,
    }
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _in_plain_words(forms: Forms) -> dict[str, Any]:
    """Return the plain summary from the publication form."""
    page = forms["publication"]
    return {
        "summary": page.text("plain_summary"),
        "intent": page.text("intent"),
        "who_affected": page.text("who_affected"),
        "contact_point": page.text("contact_point"),
        "how_to_challenge": page.text("how_to_challenge"),
        "languages": page.rows("languages"),
        "policy_text": _where_the_text_is(page),
    }


def _where_the_text_is(page: PublicForm) -> dict[str, Any] | None:
    """Return where the policy's text is available, or why it is not; None while unanswered."""
    if page.value("text_access") is None:
        return None
    return {
        "access": page.value("text_access"),
        "in_words": page.text("text_access"),
        "address": page.text("text_address"),
        "because": page.text("text_reason"),
    }


def _effects(forms: Forms) -> list[dict[str, Any]]:
    """Return the effects by group from the form that recorded them last."""
    for name in CONCLUDING_FORMS:
        found = effects_by_group(forms[name]) if name in forms else []
        if found:
            return found
    return []


def _outcome(forms: Forms) -> dict[str, Any]:
    return {
        "decision": text_in(forms, CONCLUDING_FORMS, "outcome"),
        "reasons": text_in(forms, CONCLUDING_FORMS, "outcome_reasons"),
        "changes": rows_in(forms, CONCLUDING_FORMS, "changes"),
        "actions": rows_in(forms, CONCLUDING_FORMS, "actions"),
    }


def _monitoring(forms: Forms) -> dict[str, Any]:
    """Return how the policy is monitored, in plain words: the measures, or at a low level the signs
    of harm to look for.
    """
    plan = forms.get("monitoring_plan")
    return {
        "summary": forms["publication"].text("watch_summary"),
        "measures": rows_in(forms, WATCHING, "indicators"),
        "report_months": plan.value("report_months") if plan else None,
        "published_where": text_in(forms, WATCHING, "published_where"),
        "on_signal": text_in(forms, WATCHING, "on_signal"),
        "harm_signs": text_in(forms, WATCHING, "harm_signs"),
        "watched_by": text_in(forms, WATCHING, "watched_by"),
        "recorded_where": text_in(forms, WATCHING, "recorded_where"),
        "look_again": text_in(forms, WATCHING, "look_again"),
    }


def _sources(session: Session, forms: Forms) -> dict[str, Any]:
    """Return the sources cited: public ones are described, the others are only counted."""
    refs = dict.fromkeys(ref for form in forms.values() for ref in form.refs())
    known = cited(session, refs)
    public = [
        {
            "ref": source.ref,
            "title": source.title,
            "source": source.source,
            "period": source.period,
            "area": source.area,
            "finding": source.finding,
            "limits": source.limits,
            "link": source.link,
        }
        for source in known
        if source.audience is Audience.PUBLIC
    ]
    return {"public": public, "not_public": len(refs) - len(public)}


def _agreements(session: Session, case: Case) -> tuple[SignOff, ...]:
    """Return the signatures behind the assessment, oldest first, one for each capacity and day.
    That legal advice was taken, and when, is public; its content never is.
    """
    query = (
        select(SignOff)
        .where(col(SignOff.assessment_id) == case.assessment.id)
        .order_by(col(SignOff.id))
    )
    found: dict[tuple[SignatureKind, object], SignOff] = {}
    for given in session.exec(query):
        agrees = given.verdict in {Verdict.AGREE, Verdict.AGREE_IF}
        if agrees or given.kind is SignatureKind.LEGAL:
            found.setdefault((given.kind, given.decided_on), given)
    return tuple(found.values())
