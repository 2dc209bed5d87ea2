"""The road from screening to publication, walked by the real commands with the sample cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms.questions.question import Audience
from ria.models import EvidenceKind, Operation, SignatureKind, Verdict
from ria.queries.assessment.case import the_case
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.assessment.quality import open_findings
from ria.queries.publication.disclosure import to_be_public
from ria.services.assessment.quality import override_finding
from ria.services.assessment.save_section import save_section
from ria.services.consultation.consultation import close_consultation, open_consultation
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.publication import disclosure
from ria.services.signoff.signatures import sign
from ria.services.signoff.verdicts import Signing
from tests.forms import samples
from tests.ria.building import Edition, World
from tests.ria.kept import kept
from workflows.actions import Action
from workflows.stages import form_name

AGREED = "I read it and agree with it."
LEFT = "There is nothing newer yet, and the gap has been alike for years."
HIGH = "stop_and_search"
LOW = "staff_car_parking"

ANSWERS = {
    "screening": samples.screening_answers,
    "assessment": samples.assessment_answers,
    "consultation": samples.consultation_answers,
    "monitoring_plan": samples.monitoring_plan_answers,
    "publication": samples.publication_answers,
}
"""The sample answers of each form, by the name of a case."""


def content_of(world: World, edition: Edition, form: str) -> FormContent:
    """A form of the edition as it stands, free of its session."""
    with world.store.read_session() as session:
        found = form_content(session, world.store.sets, edition.assessment_id, form)
        assert found is not None, form
        for row in found.sections.values():
            assert row.answers is not None  # loaded while the session lives
        session.expunge_all()
        return found


def fill_form(
    world: World, edition: Edition, form: str, answers: dict[str, Any], who: str = "author"
) -> None:
    """Save these answers, section by section, as whoever fills the form in."""
    content = content_of(world, edition, form)
    for section in content.questions.sections:
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        if mine:
            save_section(
                world.store,
                assessment_id=edition.assessment_id,
                form=form,
                section=section.id,
                actor_id=world.ids[who],
                answers=mine,
                seen_version=content.version_of(section.id),
                token=world.token(),
            )


def add_sources(world: World, edition: Edition, case: str) -> None:
    """The sources that the case cites. The first policy of a world gets the numbers it names."""
    for record in samples.evidence_records(case):
        given = {key: value for key, value in record.items() if key != "ref"}
        given |= {
            "kind": EvidenceKind(record["kind"]),
            "audience": Audience(record["audience"]),
            "as_of": dt.date.fromisoformat(str(record["as_of"])),
        }
        add_evidence(
            world.store,
            policy_reference=edition.reference,
            actor_id=world.ids["author"],
            given=EvidenceInput(**given),
            token=world.token(),
        )


def hand_in(world: World, edition: Edition) -> None:
    """Submit the form of the stage, what the quality checker finds left with a reason."""
    leave_findings(world, edition)
    world.act("author", edition, Action.SUBMIT)


def leave_findings(world: World, edition: Edition, who: str = "author") -> None:
    """Give a reason for everything that the quality checker finds in the form of the stage."""
    form = form_name(world.row(edition).stage)
    with world.store.read_session() as session:
        content = form_content(session, world.store.sets, edition.assessment_id, form)
        today = world.clock.now().date()
        found = open_findings(session, edition.assessment_id, content, today)
    for one in found:
        override_finding(
            world.store,
            assessment_id=edition.assessment_id,
            form=form,
            finding=one.finding.id,
            place=one.place,
            actor_id=world.ids[who],
            reason=LEFT,
            token=world.token(),
        )


def approve(world: World, edition: Edition, form: str, **given: Any) -> None:
    """The Strategy Unit approves what the form now says."""
    seen = content_of(world, edition, form).hash
    world.act("strategy", edition, Action.APPROVE, seen=seen, **given)


def sign_as(
    world: World, edition: Edition, form: str, who: str, kind: SignatureKind, **given: Any
) -> None:
    """Sign what the form now says."""
    seen = content_of(world, edition, form).hash
    usual = {"verdict": Verdict.AGREE, "reason": AGREED, "seen": seen}
    sign(
        world.store,
        assessment_id=edition.assessment_id,
        kind=kind,
        actor_id=world.ids[who],
        given=Signing(**{**usual, **given}),
        token=world.token(),
    )


@kept
def in_assessment(world: World, case: str = HIGH, **changes: Any) -> Edition:
    """A policy whose assessment form is open and empty."""
    usual = {"title": samples.case(case).title, "operation": Operation.OPERATING}
    usual["operation_on"] = dt.date(2020, 1, 1)
    edition = world.in_screening(**{**usual, **changes})
    answers = ANSWERS["screening"](case, contact=world.refs["author"])
    fill_form(world, edition, "screening", answers)
    hand_in(world, edition)
    approve(world, edition, "screening")
    return edition


@kept
def assessed(world: World, case: str = HIGH, **changes: Any) -> Edition:
    """A policy whose assessment form is filled in, with its sources, and not handed in."""
    edition = in_assessment(world, case, **changes)
    add_sources(world, edition, case)
    fill_form(world, edition, "assessment", ANSWERS["assessment"](case))
    return edition


@kept
def in_consultation(world: World, **changes: Any) -> Edition:
    """A policy of high relevance whose consultation has been held, its form open and empty."""
    edition = assessed(world, **changes)
    consult(world, edition)
    return edition


def consult(world: World, edition: Edition) -> None:
    """Hand the assessment in, have it signed and approved, and hold the consultation."""
    hand_in(world, edition)
    sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    sign_as(world, edition, "assessment", "legal", SignatureKind.LEGAL)
    approve(world, edition, "assessment")
    about = {"assessment_id": edition.assessment_id, "actor_id": world.ids["author"]}
    closes = world.clock.now().date() + dt.timedelta(days=90)
    open_consultation(world.store, **about, closes_on=closes, reason="", token=world.token())
    world.clock.at += dt.timedelta(days=91)
    close_consultation(world.store, **about, token=world.token())


@kept
def in_monitoring_plan(world: World, **changes: Any) -> Edition:
    """The same, on to the monitoring plan."""
    edition = in_consultation(world, **changes)
    after_consultation(world, edition)
    return edition


def after_consultation(world: World, edition: Edition) -> None:
    """Fill in what people said and the conclusion, and have it signed and approved."""
    fill_form(world, edition, "consultation", ANSWERS["consultation"](HIGH))
    hand_in(world, edition)
    sign_as(world, edition, "consultation", "adviser", SignatureKind.ADVISER)
    sign_as(world, edition, "consultation", "legal", SignatureKind.LEGAL)
    approve(world, edition, "consultation")


@kept
def approved(world: World, **changes: Any) -> Edition:
    """The same, approved with the committee's decision: its publication form is open and empty."""
    edition = in_monitoring_plan(world, **changes)
    fill_form(world, edition, "monitoring_plan", ANSWERS["monitoring_plan"](HIGH))
    hand_in(world, edition)
    committee_agrees(world, edition)
    return edition


def committee_agrees(world: World, edition: Edition, **given: Any) -> None:
    """The committee's decision on the monitoring plan is recorded, and the plan approved."""
    usual = {
        "decided_on": world.clock.now().date(),
        "minute_reference": "Minute 7/2027",
        "interval_months": 12,
    }
    kind = SignatureKind.COMMITTEE
    sign_as(world, edition, "monitoring_plan", "chair", kind, **{**usual, **given})
    reason = "The policy has operated since 2020 and was never assessed."
    approve(world, edition, "monitoring_plan", reason=reason)


@kept
def approved_low(world: World, **changes: Any) -> Edition:
    """A policy of low relevance, approved without consultation by the short form."""
    edition = assessed(world, LOW, **changes)
    hand_in(world, edition)
    sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    approve(world, edition, "assessment")
    return edition


def publish(world: World, edition: Edition, case: str = HIGH) -> None:
    """Fill in the publication form, have it checked, and publish."""
    fill_form(world, edition, "publication", ANSWERS["publication"](case), "strategy")
    check_disclosure(world, edition)
    world.act("strategy", edition, Action.PUBLISH)


def check_disclosure(world: World, edition: Edition, who: str = "strategy2") -> None:
    """Somebody who wrote none of it signs that nobody can be recognised."""
    disclosure.check_disclosure(
        world.store,
        assessment_id=edition.assessment_id,
        actor_id=world.ids[who],
        seen=hash_to_be_public(world, edition),
        token=world.token(),
    )


def hash_to_be_public(world: World, edition: Edition) -> str:
    """The hash of what would be published now."""
    with world.store.read_session() as session:
        case = the_case(session, world.store, world.row(edition), world.policy(edition))
        return to_be_public(session, world.store, case)
