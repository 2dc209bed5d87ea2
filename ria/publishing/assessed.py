"""The public page of an assessed policy: the plain summary first, then everything it rests on.

What each field of the snapshot holds is told in docs/reference/publication.md.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from forms.question import Audience
from ria.history import UnitOfWork
from ria.models import (
    Consultation,
    Publication,
    PublicationKind,
    SignatureKind,
    SignOff,
    Verdict,
)
from ria.permissions import Person
from ria.publishing.effects import effects_by_group
from ria.publishing.parts import owning_committee, signed, the_policy
from ria.publishing.public import PublicForm
from ria.publishing.snapshot import publish
from ria.queries.case import Case
from ria.queries.content import form_content
from ria.queries.evidence import cited

FORMS = ("publication", "screening", "assessment", "consultation", "monitoring_plan")
"""The forms whose public answers are published, in the order in which they are read."""

CONCLUDING = ("consultation", "assessment")
"""The forms that may hold the conclusion: what was thought last counts."""

WATCHING = ("monitoring_plan", "assessment")
"""The forms that may say how a policy is watched."""

Forms = dict[str, PublicForm]


def publish_assessment(
    unit: UnitOfWork, case: Case, publisher: Person, *, review: dict[str, Any] | None = None
) -> Publication:
    """Freeze what the public may know of an assessment that is now current. `review`: what the
    public may know of the review that let it go on."""
    level = case.assessment.level
    assert level is not None
    forms = _forms(unit, case)
    return publish(
        unit,
        policy=case.policy,
        kind=PublicationKind.ASSESSMENT,
        committee=owning_committee(unit, case).name,
        level=level,
        snapshot={
            **the_policy(unit, case, PublicationKind.ASSESSMENT),
            "level": level,
            "level_label": level.label,
            **_dates(case),
            **_in_plain_words(forms),
            "groups": _effects(forms),
            "consultation": _consultation(unit, case, forms),
            "outcome": _outcome(forms),
            "monitoring": _monitoring(forms),
            "sources": _sources(unit, forms),
            "held_back": _rows(forms, ("publication",), "exemptions"),
            "signatures": signed(unit, _agreements(unit, case)),
            "review": review,
            "forms": [
                {"form": name, "title": form.content.questions.title, "sections": form.sections()}
                for name, form in forms.items()
                if form.sections()
            ],
        },
        actor_ref=publisher.ref,
    )


def _forms(unit: UnitOfWork, case: Case) -> Forms:
    assert case.assessment.id is not None
    found = {
        form: form_content(unit.session, unit.store.sets, case.assessment.id, form)
        for form in FORMS
    }
    return {form: PublicForm(content) for form, content in found.items() if content is not None}


def _dates(case: Case) -> dict[str, str | None]:
    edition = case.assessment
    days = {
        "assessed_on": edition.assessed_on,
        "approved_on": edition.approved_on,
        "published_on": edition.published_on,
        "next_review_on": edition.next_review_on,
    }
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _in_plain_words(forms: Forms) -> dict[str, Any]:
    """What the publication form was written for."""
    page = forms["publication"]
    return {
        "summary": page.text("plain_summary"),
        "intent": page.text("intent"),
        "who_affected": page.text("who_affected"),
        "contact_point": page.text("contact_point"),
        "how_to_challenge": page.text("how_to_challenge"),
        "languages": page.rows("languages"),
    }


def _effects(forms: Forms) -> list[dict[str, Any]]:
    """The effects as they were thought to be last."""
    for name in CONCLUDING:
        found = effects_by_group(forms[name]) if name in forms else []
        if found:
            return found
    return []


def _outcome(forms: Forms) -> dict[str, Any]:
    return {
        "decision": _text(forms, CONCLUDING, "outcome"),
        "reasons": _text(forms, CONCLUDING, "outcome_reasons"),
        "changes": _rows(forms, CONCLUDING, "changes"),
        "actions": _rows(forms, CONCLUDING, "actions"),
    }


def _monitoring(forms: Forms) -> dict[str, Any]:
    """How it is watched: in plain words; the measures, or at a low level what would show harm."""
    plan = forms.get("monitoring_plan")
    return {
        "summary": forms["publication"].text("watch_summary"),
        "measures": _rows(forms, WATCHING, "indicators"),
        "report_months": plan.value("report_months") if plan else None,
        "published_where": _text(forms, WATCHING, "published_where"),
        "on_signal": _text(forms, WATCHING, "on_signal"),
        "harm_signs": _text(forms, WATCHING, "harm_signs"),
        "watched_by": _text(forms, WATCHING, "watched_by"),
        "recorded_where": _text(forms, WATCHING, "recorded_where"),
        "look_again": _text(forms, WATCHING, "look_again"),
    }


def _text(forms: Forms, names: tuple[str, ...], key: str) -> str | None:
    """The answer of the first of these forms that has one."""
    found = (forms[name].text(key) for name in names if name in forms)
    return next((text for text in found if text is not None), None)


def _rows(forms: Forms, names: tuple[str, ...], key: str) -> list[dict[str, Any]]:
    found = (forms[name].rows(key) for name in names if name in forms)
    return next((rows for rows in found if rows), [])


def _sources(unit: UnitOfWork, forms: Forms) -> dict[str, Any]:
    """The sources cited: those that are public described, the others only counted."""
    refs = dict.fromkeys(ref for form in forms.values() for ref in form.refs())
    known = cited(unit.session, refs)
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


def _consultation(unit: UnitOfWork, case: Case, forms: Forms) -> dict[str, Any]:
    """When people were asked, what they said and what it changed; or why nobody was asked."""
    form = ("consultation",)
    return {
        **_when_open(unit, case),
        "waived_because": _text(forms, ("assessment",), "waiver_reason"),
        "took_part": forms["consultation"].value("responses_count") if form[0] in forms else None,
        "summary": _text(forms, form, "consultation_summary"),
        "changed": _text(forms, form, "consultation_influence"),
        "group_views": _text(forms, form, "group_views"),
        "answers": _rows(forms, form, "influence_rows"),
    }


def _when_open(unit: UnitOfWork, case: Case) -> dict[str, str | None]:
    query = (
        select(Consultation)
        .where(
            col(Consultation.assessment_id) == case.assessment.id,
            col(Consultation.opens_on).is_not(None),
        )
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    row = unit.session.exec(query).first()
    return {
        "opened_on": row.opens_on.isoformat() if row and row.opens_on else None,
        "closed_on": row.closes_on.isoformat() if row and row.closes_on else None,
        "extended_because": row.extended_because or None if row else None,
    }


def _agreements(unit: UnitOfWork, case: Case) -> tuple[SignOff, ...]:
    """The signatures behind the assessment, oldest first, of each capacity and day one. That
    legal advice was taken, and when, is public whatever it says; what it says never is."""
    query = (
        select(SignOff)
        .where(col(SignOff.assessment_id) == case.assessment.id)
        .order_by(col(SignOff.id))
    )
    found: dict[tuple[SignatureKind, object], SignOff] = {}
    for given in unit.session.exec(query):
        agrees = given.verdict in {Verdict.AGREE, Verdict.AGREE_IF}
        if agrees or given.kind is SignatureKind.LEGAL:
            found.setdefault((given.kind, given.decided_on), given)
    return tuple(found.values())
