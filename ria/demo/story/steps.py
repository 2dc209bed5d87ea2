"""The steps of a policy's life. Each function takes a step, or returns one for its arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ria.demo.answering.assessment import begun
from ria.demo.organisation.evidence import seed_evidence
from ria.demo.story.hands import Edition
from ria.demo.story.life import Life
from ria.demo.story.register import registration
from ria.models import Grade, ReportKind, SignatureKind
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.services.consultation.consultation import (
    close_consultation,
    extend_consultation,
    open_consultation,
)
from ria.services.monitoring.reports import ReportInput
from ria.services.register.register import register_policy
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason
from workflows.stages import Stage

UNIT = "strategy"
LATE = "It has been in use for years and was never assessed, so the decision comes late."
FINDINGS = {
    "plan_misses_groups": "They are few here. A body in the list speaks for them as well: it was "
    "asked first whether that is so.",
    "group_forgotten": "Every racial group is looked at by itself, so none is left out here.",
    "evidence_old": "This is the newest edition in the bank that has figures for every group. The "
    "analyst has asked for the next one, and the review will use it.",
    "plan_only_the_usual": "The groups we always ask are those who meet this policy.",
}


def register(life: Life) -> None:
    """The owner registers the policy; the Strategy Unit registers a legacy policy."""
    hands = life.hands
    who = "strategy" if life.entry.programme else life.owner
    given = registration(life.entry, life.places, hands)
    reference = register_policy(
        hands.store, actor_id=hands.ids[who], given=given, token=hands.token()
    )
    with hands.store.read_session() as session:
        policy = policy_by_reference(session, reference)
        assert policy is not None and policy.id is not None
        edition = latest_assessment(session, policy.id)
        assert edition is not None and edition.id is not None
        life.edition = Edition(reference, edition.id)


def start(life: Life) -> None:
    """The owner starts the screening."""
    life.hands.act(life.owner, life.edition, Action.START)


def fill(form: str, sections: int = 99, who: str = "") -> Callable[[Life], None]:
    """The owner fills a form in, or its first sections."""

    def do(life: Life) -> None:
        if form == "assessment":
            add_sources(life)
        life.hands.fill_in(who or life.owner, life.edition, form, life.answers(form), sections)

    return do


def begin_assessment(life: Life) -> None:
    """The owner answers the first page of the assessment."""
    life.hands.fill_in(life.owner, life.edition, "assessment", begun(life.profile()))


def add_sources(life: Life) -> None:
    """The owner adds the assessment's sources to the evidence bank, unless that was done before."""
    for record in life.profile().get("evidence", []):
        if record["key"] not in life.sources:
            row = {key: value for key, value in record.items() if key != "key"}
            life.sources[record["key"]] = life.hands.add_source(
                life.owner, life.edition.reference, {"link": "", "audience": "internal", **row}
            )


def submit(stage: Stage) -> Callable[[Life], None]:
    """The owner deals with the findings of the quality checker, and submits the form."""

    def do(life: Life) -> None:
        life.hands.leave_findings(life.owner, life.edition, stage, FINDINGS)
        life.hands.act(life.owner, life.edition, Action.SUBMIT)

    return do


def approve(form: str, reason: str = "", who: str = UNIT) -> Callable[[Life], None]:
    """The Strategy Unit approves a form."""
    return lambda life: _decide(life, who, form, Action.APPROVE, reason)


def reject(form: str, reason: str) -> Callable[[Life], None]:
    """The Strategy Unit rejects the policy."""
    return lambda life: _decide(life, UNIT, form, Action.REJECT, reason)


def send_back(form: str, reason: str, days: int = 21, who: str = UNIT) -> Callable[[Life], None]:
    """The Strategy Unit returns a form to its author."""

    def do(life: Life) -> None:
        given: dict[str, Any] = {"return_to": Stage(form), "due_on": life.hands.in_days(days)}
        life.hands.decide(who, life.edition, form, Action.RETURN, reason=reason, **given)

    return do


def _decide(life: Life, who: str, form: str, action: Action, reason: str) -> None:
    life.hands.decide(who, life.edition, form, action, reason=reason)


def sign(who: str, form: str, reason: str, **given: Any) -> Callable[[Life], None]:
    """Somebody signs a form in the capacity that goes with their account."""
    kind = SignatureKind.COMMITTEE if who in {"chair", "secretary"} else SignatureKind(who)
    return lambda life: life.hands.sign(who, life.edition, form, kind, reason, **given)


def second_signature(life: Life) -> None:
    """The Strategy Unit asks the adviser for the second signature."""
    life.hands.ask(UNIT, life.edition, SignatureKind.SECOND, "adviser")


def sign_second(life: Life) -> None:
    """The adviser gives it."""
    reason = "I looked at the same sources and come to the same level."
    kind = SignatureKind.SECOND
    life.hands.sign("adviser", life.edition, "screening", kind, reason)


def open_consulting(days: int = 84, reason: str = "") -> Callable[[Life], None]:
    """The owner opens the consultation."""
    return lambda life: _until(life, open_consultation, days, reason)


def extend_consulting(days: int, reason: str) -> Callable[[Life], None]:
    """The owner extends the consultation, counted from today."""
    return lambda life: _until(life, extend_consultation, days, reason)


def _until(life: Life, command: Callable[..., None], days: int, reason: str) -> None:
    hands = life.hands
    given = {"closes_on": hands.in_days(days), "reason": reason, "token": hands.token()}
    command(hands.store, **hands.by(life.owner, life.edition), **given)


def close_consulting(life: Life) -> None:
    """The owner closes it after its last day."""
    hands = life.hands
    close_consultation(hands.store, **hands.by(life.owner, life.edition), token=hands.token())


def check_disclosure(life: Life) -> None:
    """A colleague who contributed nothing signs that nobody can be identified."""
    life.hands.check_disclosure("strategy2", life.edition)


def publish(life: Life) -> None:
    """The Strategy Unit publishes."""
    life.hands.act(UNIT, life.edition, Action.PUBLISH)


def cover(title: str, reason: str) -> Callable[[Life], None]:
    """The Strategy Unit finds that another policy's assessment covers this one."""

    def do(life: Life) -> None:
        parent = life.places.reference_of(title)
        given = {"parent_reference": parent, "reason": reason}
        life.hands.act(UNIT, life.edition, Action.COVER, **given)

    return do


def withdraw(reason: str, who: str = "") -> Callable[[Life], None]:
    """The owner withdraws the policy."""
    return lambda life: _withdraw(life, who or life.owner, reason)


def _withdraw(life: Life, who: str, reason: str) -> None:
    life.hands.act(who, life.edition, Action.WITHDRAW, reason=reason)


def comment(who: str, form: str, question: str, text: str) -> Callable[[Life], None]:
    """Somebody comments on an answer."""
    return lambda life: life.hands.comment(who, life.edition, form, question, text)


def judge(who: str, form: str, section: str, grade: Grade) -> Callable[[Life], None]:
    """Somebody judges a section of a form that awaits approval."""
    return lambda life: life.hands.judge(who, life.edition, form, section, grade)


def meet_condition(how: str) -> Callable[[Life], None]:
    """The owner records how the first open condition was met."""
    return lambda life: life.hands.meet_first_condition(life.owner, life.edition, how)


def bank(life: Life) -> None:
    """The owner adds the published figures to the evidence bank, for everybody to cite."""
    store, actor_id = life.hands.store, life.hands.ids[life.owner]
    life.sources.update(seed_evidence(store, life.edition.reference, actor_id))


def resolve_comments(life: Life) -> None:
    """The owner has resolved the comments."""
    life.hands.resolve_comments(life.owner, life.edition)


def claim(who: str) -> Callable[[Life], None]:
    """A member of the Strategy Unit claims it."""
    return lambda life: life.hands.claim(who, life.edition)


def invite(who: str) -> Callable[[Life], None]:
    """The owner invites somebody to contribute."""
    return lambda life: life.hands.invite(life.owner, life.edition, who)


def start_review(who: str, why: ReviewReason, words: str) -> Callable[[Life], None]:
    """Somebody starts a review ahead of its day."""

    def do(life: Life) -> None:
        given: dict[str, Any] = {"review_reason": why, "reason": words}
        life.hands.act(who, life.edition, Action.START_REVIEW, **given)

    return do


def next_edition(life: Life) -> None:
    """From here on, the steps concern the edition that was opened last."""
    with life.hands.store.read_session() as session:
        policy = policy_by_reference(session, life.edition.reference)
        assert policy is not None and policy.id is not None
        found = latest_assessment(session, policy.id)
        assert found is not None and found.id is not None
        life.edition = Edition(life.edition.reference, found.id)


def revoke(reason: str, reference: str) -> Callable[[Life], None]:
    """The Strategy Unit revokes the assessment in force."""

    def do(life: Life) -> None:
        life.hands.act(UNIT, life.edition, Action.REVOKE, reason=reason, reference=reference)

    return do


def file_report(
    number: int,
    kind: ReportKind,
    *,
    finding: str = "",
    explanation: str = "",
    action: str = "",
    reason: str = "",
    expected_in: int = 0,
) -> Callable[[Life], None]:
    """The owner files a monitoring report, or a holding report that says when it will come."""

    def do(life: Life) -> None:
        expected = life.hands.in_days(expected_in) if expected_in else None
        report = ReportInput(
            kind=kind,
            finding=finding,
            explanation=explanation,
            action=action,
            reason=reason,
            expected_on=expected,
        )
        life.hands.file_report(life.owner, life.edition, number, report)

    return do


def publish_report(life: Life) -> None:
    """The Strategy Unit publishes the report that was filed last."""
    life.hands.publish_last_report("strategy2", life.edition)
