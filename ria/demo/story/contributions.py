"""What people contribute to a policy's life beside the process: comments, signatures, evidence,
consultations, reports. `roads.yaml` uses these names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from forms.questions.question import Audience
from ria.demo.organisation.evidence import seed_evidence
from ria.demo.story.life import Life
from ria.models import (
    Assessment,
    Comment,
    Condition,
    EvidenceKind,
    Grade,
    Policy,
    ReportKind,
    SignatureKind,
    Verdict,
)
from ria.queries.assessment.case import the_case
from ria.queries.monitoring.reports import filed
from ria.queries.publication.disclosure import to_be_public
from ria.services.assessment import contributors, remarks
from ria.services.consultation import consultation
from ria.services.desk import desk
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.monitoring import reports
from ria.services.publication import disclosure
from ria.services.signoff import conditions as conditions_set
from ria.services.signoff import requests, signatures
from ria.services.signoff.verdicts import ConditionInput, Signing

REVIEWER = "strategy2"
"""The member of the Strategy Unit who contributed nothing to the assessments."""


def add_published_figures(life: Life) -> None:
    """The owner adds the published figures to the evidence bank, for everybody to cite."""
    people = life.people
    life.sources.update(seed_evidence(people.store, life.reference, people.ids[life.owner]))


def add_sources(life: Life) -> None:
    """The owner adds the assessment's sources to the evidence bank, unless that was done before."""
    for record in life.profile().get("evidence", []):
        if record["key"] not in life.sources:
            life.sources[record["key"]] = _add_source(life, record)


def _add_source(life: Life, record: Mapping[str, str]) -> str:
    values: dict[str, Any] = {"link": "", "audience": "internal", **record}
    del values["key"]
    values |= {
        "kind": EvidenceKind(values["kind"]),
        "audience": Audience(values["audience"]),
        "as_of": date.fromisoformat(values["as_of"]) if values["as_of"] else None,
    }
    return add_evidence(
        life.people.store,
        policy_reference=life.reference,
        actor_id=life.people.ids[life.owner],
        given=EvidenceInput(**values),
        token=life.people.token(),
    )


def ask_second_signature(life: Life) -> None:
    """The Strategy Unit asks the adviser for the second signature."""
    life.run(
        requests.ask_for_signature, "strategy", kind=SignatureKind.SECOND,
        asked_ref=life.people.refs["adviser"], token=life.people.token(),
    )  # fmt: skip


def sign(
    life: Life, who: str, form: str, reason: str, kind: str = "", verdict: str = "agree",
    **given: Any,
) -> None:  # fmt: skip
    """Somebody signs a form that was read, in the capacity of their account unless one is given."""
    seen = life.content(form).hash
    signing = Signing(verdict=Verdict(verdict), reason=reason, seen=seen, **given)
    capacity, token = SignatureKind(kind or who), life.people.token()
    life.run(signatures.sign, who, kind=capacity, given=signing, token=token)


def decide_in_committee(
    life: Life, reason: str, verdict: str = "agree", conditions: Sequence[Mapping[str, Any]] = (),
    deferred_for: int = 0, dissent: str = "", interests: str = "None declared.",
) -> None:  # fmt: skip
    """The committee's secretary records its decision. The owner is to meet its conditions."""
    people, meeting = life.people, life.people.today
    owner = people.refs[life.owner]
    months = 12 if life.profile().level == "high" else 24
    sign(
        life, "secretary", "monitoring_plan", reason, "committee", verdict,
        minute_reference=f"Minutes of {meeting:%B %Y}, item {3 + meeting.day % 6}",
        decided_on=meeting,
        interval_months=None if deferred_for else months,
        interests=interests,
        dissent=dissent,
        deferred_to=people.in_days(deferred_for) if deferred_for else None,
        conditions=tuple(
            ConditionInput(c["text"], owner, people.in_days(c["days"]), c["before_publication"])
            for c in conditions
        ),
    )  # fmt: skip


def meet_first_condition(life: Life, how: str) -> None:
    """The owner records how the first open condition was met."""
    query = select(Condition.id).where(
        col(Condition.assessment_id) == life.assessment_id, col(Condition.met_on).is_(None)
    )
    with life.people.store.read_session() as session:
        condition_id = session.exec(query.order_by(col(Condition.id))).first()
    life.run(conditions_set.meet_condition, life.owner, condition_id=condition_id, how=how)


def comment(life: Life, who: str, form: str, question: str, text: str) -> None:
    """Somebody comments on an answer."""
    about = {"form": form, "question": question, "text": text}
    life.run(remarks.add_comment, who, **about, token=life.people.token())


def resolve_comments(life: Life) -> None:
    """The owner has resolved the comments."""
    query = select(Comment.id).where(
        col(Comment.assessment_id) == life.assessment_id, col(Comment.resolved_at).is_(None)
    )
    with life.people.store.read_session() as session:
        found = list(session.exec(query.order_by(col(Comment.id))))
    for comment_id in found:
        life.run(remarks.resolve_comment, life.owner, comment_id=comment_id)


def judge(life: Life, who: str, form: str, section: str, grade: str) -> None:
    """Somebody judges a section of a form that awaits approval."""
    life.run(remarks.judge_section, who, form=form, section=section, grade=Grade(grade))


def claim(life: Life, who: str) -> None:
    """A member of the Strategy Unit claims it."""
    life.run(desk.claim, who)


def invite(life: Life, whom: str) -> None:
    """The owner invites somebody to contribute."""
    life.run(contributors.invite, life.owner, person_ref=life.people.refs[whom])


def open_consulting(life: Life, days: int) -> None:
    """The owner opens the consultation."""
    closes_on, token = life.people.in_days(days), life.people.token()
    life.run(
        consultation.open_consultation, life.owner, closes_on=closes_on, reason="", token=token
    )


def extend_consulting(life: Life, days: int, reason: str) -> None:
    """The owner extends the consultation, counted from today."""
    closes_on, token = life.people.in_days(days), life.people.token()
    life.run(
        consultation.extend_consultation, life.owner, closes_on=closes_on, reason=reason,
        token=token,
    )  # fmt: skip


def close_consulting(life: Life) -> None:
    """The owner closes it after its last day."""
    life.run(consultation.close_consultation, life.owner, token=life.people.token())


def check_disclosure(life: Life) -> None:
    """A colleague reads what will be published, and signs that nobody can be identified."""
    store = life.people.store
    with store.read_session() as session:
        assessment = session.get_one(Assessment, life.assessment_id)
        policy = session.get_one(Policy, assessment.policy_id)
        seen = to_be_public(session, store, the_case(session, store, assessment, policy))
    life.run(disclosure.check_disclosure, REVIEWER, seen=seen, token=life.people.token())


def file_report(
    life: Life, number: int, kind: str = "full", expected_in: int = 0, **given: str
) -> None:
    """The owner files a monitoring report, or a holding report that says when it will come."""
    report = reports.ReportInput(
        kind=ReportKind(kind),
        expected_on=life.people.in_days(expected_in) if expected_in else None,
        **given,  # type: ignore[arg-type]
    )
    life.run(
        reports.file_report, life.owner, number=number, given=report, token=life.people.token()
    )


def publish_report(life: Life) -> None:
    """A colleague publishes the report that was filed last, after checking that it names nobody."""
    with life.people.store.read_session() as session:
        report_id = filed(session, life.assessment_id)[-1].id
    life.run(
        reports.publish_report, REVIEWER, report_id=report_id, checked=True,
        token=life.people.token(),
    )  # fmt: skip
