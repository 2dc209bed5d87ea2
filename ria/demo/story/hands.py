"""Everybody's actions in the demonstration: the product's commands, with short signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlmodel import col, select

from forms.questions.question import Audience
from ria.clock import london_date
from ria.db.store import Store
from ria.demo.organisation.accounts import ACCOUNTS
from ria.models import (
    Assessment,
    Comment,
    Committee,
    Condition,
    EvidenceKind,
    Grade,
    Policy,
    SignatureKind,
    Verdict,
)
from ria.queries.accounts.people import user_by_email
from ria.queries.assessment.case import ActionInput, the_case
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.assessment.quality import open_findings
from ria.queries.monitoring.reports import filed
from ria.queries.publication.disclosure import to_be_public
from ria.services.assessment.contributors import invite
from ria.services.assessment.quality import override_finding
from ria.services.assessment.remarks import add_comment, judge_section, resolve_comment
from ria.services.assessment.save_section import save_section
from ria.services.desk.desk import claim
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.monitoring.reports import ReportInput, file_report, publish_report
from ria.services.process.take_action import take_action
from ria.services.publication.disclosure import check_disclosure
from ria.services.signoff.conditions import meet_condition
from ria.services.signoff.requests import ask_for_signature
from ria.services.signoff.signatures import sign
from ria.services.signoff.verdicts import Signing
from workflows.actions import Action
from workflows.stages import Stage, form_name


@dataclass(frozen=True)
class Edition:
    """A policy's reference, and the edition of its assessment that is being worked on."""

    reference: str
    assessment_id: int


@dataclass
class Hands:
    """The accounts, by the part of their address before the @, and what they do."""

    store: Store
    ids: dict[str, int] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))

    def know_everybody(self) -> None:
        """Look up the accounts."""
        with self.store.read_session() as session:
            for account in ACCOUNTS:
                user = user_by_email(session, account.email)
                assert user is not None and user.id is not None
                self.ids[account.local_part], self.refs[account.local_part] = user.id, user.ref

    @property
    def today(self) -> date:
        """The demonstration's day."""
        return london_date(self.store.clock.now())

    def in_days(self, days: int) -> date:
        """The day that is this many days from today."""
        return self.today + timedelta(days=days)

    def token(self) -> str:
        """A new token for one form."""
        return f"demo {next(self._numbers)}"

    def committees(self) -> list[int]:
        """The ids of all committees."""
        with self.store.read_session() as session:
            found = session.exec(select(Committee.id).order_by(col(Committee.id)))
            return [each for each in found if each is not None]

    def by(self, who: str, edition: Edition) -> dict[str, Any]:
        """The arguments of nearly every command: the edition, and the actor."""
        return {"assessment_id": edition.assessment_id, "actor_id": self.ids[who]}

    def content(self, edition: Edition, form: str) -> FormContent:
        """A form as it stands, detached from its session."""
        with self.store.read_session() as session:
            found = form_content(session, self.store.sets, edition.assessment_id, form)
            assert found is not None, form
            session.expunge_all()
            return found

    def act(self, who: str, edition: Edition, action: Action, **given: Any) -> Stage:
        """Take an action of the process."""
        return take_action(
            self.store,
            **self.by(who, edition),
            action=action,
            given=ActionInput(**given),
            token=self.token(),
        )

    def decide(
        self, who: str, edition: Edition, form: str, action: Action = Action.APPROVE, **given: Any
    ) -> Stage:
        """Decide on a form that was read, with due regard."""
        given["seen"] = self.content(edition, form).hash
        return self.act(who, edition, action, due_regard=action is Action.APPROVE, **given)

    def fill_in(
        self, who: str, edition: Edition, form: str, answers: Mapping[str, Any], sections: int = 99
    ) -> None:
        """Save these answers section by section, at most this many sections."""
        content = self.content(edition, form)
        for section in content.questions.sections[:sections]:
            mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
            row = content.sections.get(section.id)
            if mine and (row is None or row.answers != mine):
                save_section(
                    self.store,
                    **self.by(who, edition),
                    form=form,
                    section=section.id,
                    answers=mine,
                    seen_version=content.version_of(section.id),
                    token=self.token(),
                )

    def leave_findings(
        self, who: str, edition: Edition, stage: Stage, reasons: Mapping[str, str]
    ) -> None:
        """Give a reason for everything that the quality checker finds in the form of a stage."""
        form = form_name(stage)
        content = self.content(edition, form)
        with self.store.read_session() as session:
            found = open_findings(session, edition.assessment_id, content, self.today)
        for one in found:
            override_finding(
                self.store,
                **self.by(who, edition),
                form=form,
                finding=one.finding.id,
                place=one.place,
                reason=reasons[one.finding.id],
                token=self.token(),
            )

    def sign(
        self, who: str, edition: Edition, form: str, kind: SignatureKind, reason: str,
        verdict: Verdict = Verdict.AGREE, **given: Any,
    ) -> None:  # fmt: skip
        """Sign a form that was read."""
        seen = self.content(edition, form).hash
        sign(
            self.store,
            **self.by(who, edition),
            kind=kind,
            given=Signing(verdict=verdict, reason=reason, seen=seen, **given),
            token=self.token(),
        )

    def ask(self, who: str, edition: Edition, kind: SignatureKind, asked: str = "") -> None:
        """Ask for a signature: of one person, or of an office."""
        ask_for_signature(
            self.store,
            **self.by(who, edition),
            kind=kind,
            asked_ref=self.refs[asked] if asked else "",
            token=self.token(),
        )

    def comment(self, who: str, edition: Edition, form: str, question: str, text: str) -> None:
        """Remark on an answer."""
        add_comment(
            self.store,
            **self.by(who, edition),
            form=form,
            question=question,
            text=text,
            token=self.token(),
        )

    def resolve_comments(self, who: str, edition: Edition) -> None:
        """Resolve every open comment of an edition."""
        query = (
            select(Comment.id)
            .where(
                col(Comment.assessment_id) == edition.assessment_id,
                col(Comment.resolved_at).is_(None),
            )
            .order_by(col(Comment.id))
        )
        with self.store.read_session() as session:
            found = [each for each in session.exec(query) if each is not None]
        for comment_id in found:
            resolve_comment(
                self.store,
                **self.by(who, edition),
                comment_id=comment_id,
            )

    def judge(self, who: str, edition: Edition, form: str, section: str, grade: Grade) -> None:
        """Judge a section of a form that awaits approval."""
        judge_section(
            self.store,
            **self.by(who, edition),
            form=form,
            section=section,
            grade=grade,
        )

    def add_source(self, who: str, reference: str, record: Mapping[str, str]) -> str:
        """Add a source to the evidence bank and return its reference there."""
        values: dict[str, Any] = dict(record)
        values |= {
            "kind": EvidenceKind(record["kind"]),
            "audience": Audience(record["audience"]),
            "as_of": date.fromisoformat(record["as_of"]) if record["as_of"] else None,
        }
        return add_evidence(
            self.store,
            policy_reference=reference,
            actor_id=self.ids[who],
            given=EvidenceInput(**values),
            token=self.token(),
        )

    def meet_first_condition(self, who: str, edition: Edition, how: str) -> None:
        """Record that the first open condition of an edition is met."""
        query = (
            select(Condition.id)
            .where(
                col(Condition.assessment_id) == edition.assessment_id,
                col(Condition.met_on).is_(None),
            )
            .order_by(col(Condition.id))
        )
        with self.store.read_session() as session:
            condition_id = session.exec(query).first()
        assert condition_id is not None
        meet_condition(
            self.store,
            **self.by(who, edition),
            condition_id=condition_id,
            how=how,
        )

    def check_disclosure(self, who: str, edition: Edition) -> None:
        """Read what will be published, and sign that nobody can be identified."""
        with self.store.read_session() as session:
            assessment = session.get_one(Assessment, edition.assessment_id)
            policy = session.get_one(Policy, assessment.policy_id)
            case = the_case(session, self.store, assessment, policy)
            seen = to_be_public(session, self.store, case)
        check_disclosure(
            self.store,
            **self.by(who, edition),
            seen=seen,
            token=self.token(),
        )

    def claim(self, who: str, edition: Edition) -> None:
        """Claim what awaits a decision."""
        claim(self.store, assessment_id=edition.assessment_id, actor_id=self.ids[who])

    def invite(self, who: str, edition: Edition, helper: str) -> None:
        """Invite somebody to help with an edition."""
        invite(
            self.store,
            **self.by(who, edition),
            person_ref=self.refs[helper],
        )

    def file_report(self, who: str, edition: Edition, number: int, given: ReportInput) -> None:
        """File a monitoring report."""
        file_report(
            self.store,
            **self.by(who, edition),
            number=number,
            given=given,
            token=self.token(),
        )

    def publish_last_report(self, who: str, edition: Edition) -> None:
        """Publish the report that was filed last, after checking that it names nobody."""
        with self.store.read_session() as session:
            report_id = filed(session, edition.assessment_id)[-1].id
        assert report_id is not None
        publish_report(
            self.store,
            **self.by(who, edition),
            report_id=report_id,
            checked=True,
            token=self.token(),
        )
