"""The steps of the process in a policy's life, by the names that `roads.yaml` uses."""

from __future__ import annotations

from ria.demo.answering.assessment import begun
from ria.demo.answering.profile import Answers, reason_to_leave
from ria.demo.story.contributions import add_sources
from ria.demo.story.life import Life
from ria.demo.story.register import registration
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.queries.assessment.quality import open_findings
from ria.services.assessment.quality import override_finding
from ria.services.assessment.save_section import save_section
from ria.services.register.register import register_policy
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason
from workflows.stages import Stage, form_name

UNIT = "strategy"


def register(life: Life) -> None:
    """The owner registers the policy; the Strategy Unit registers a legacy policy."""
    people = life.people
    given = registration(life.entry, life.places, people)
    actor_id = people.ids[UNIT if life.entry.programme else life.owner]
    life.reference = register_policy(
        people.store, actor_id=actor_id, given=given, token=people.token()
    )
    next_edition(life)


def next_edition(life: Life) -> None:
    """From here on, the steps concern the edition that was opened last."""
    with life.people.store.read_session() as session:
        policy = policy_by_reference(session, life.reference)
        assert policy is not None and policy.id is not None
        found = latest_assessment(session, policy.id)
        assert found is not None and found.id is not None
        life.assessment_id = found.id


def start(life: Life) -> None:
    """The owner starts the screening."""
    life.act(life.owner, Action.START)


def fill(life: Life, form: str, sections: int = 99) -> None:
    """The owner fills a form in, or its first sections."""
    if form == "assessment":
        add_sources(life)
    _save(life, form, life.answers(form), sections)


def begin_assessment(life: Life) -> None:
    """The owner answers the first page of the assessment."""
    _save(life, "assessment", begun(life.profile()))


def _save(life: Life, form: str, answers: Answers, sections: int = 99) -> None:
    """Save these answers section by section, at most this many sections."""
    content = life.content(form)
    for section in content.questions.sections[:sections]:
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        row = content.sections.get(section.id)
        if mine and (row is None or row.answers != mine):
            life.run(
                save_section, life.owner, form=form, section=section.id, answers=mine,
                seen_version=content.version_of(section.id), token=life.people.token(),
            )  # fmt: skip


def submit(life: Life, stage: str) -> None:
    """The owner deals with the findings of the quality checker, and submits the form."""
    people, form = life.people, form_name(Stage(stage))
    content = life.content(form)
    with people.store.read_session() as session:
        found = open_findings(session, life.assessment_id, content, people.today)
    for one in found:
        life.run(
            override_finding, life.owner, form=form, finding=one.finding.id, place=one.place,
            reason=reason_to_leave(one.finding.id), token=people.token(),
        )  # fmt: skip
    life.act(life.owner, Action.SUBMIT)


def approve(life: Life, form: str, reason: str = "") -> None:
    """The Strategy Unit approves a form."""
    life.decide(UNIT, form, Action.APPROVE, reason=reason)


def reject(life: Life, form: str, reason: str) -> None:
    """The Strategy Unit rejects the policy."""
    life.decide(UNIT, form, Action.REJECT, reason=reason)


def send_back(life: Life, form: str, reason: str, days: int = 21, who: str = UNIT) -> None:
    """The Strategy Unit returns a form to its author."""
    due_on = life.people.in_days(days)
    life.decide(who, form, Action.RETURN, reason=reason, return_to=Stage(form), due_on=due_on)


def publish(life: Life) -> None:
    """The Strategy Unit publishes."""
    life.act(UNIT, Action.PUBLISH)


def cover(life: Life, title: str, reason: str) -> None:
    """The Strategy Unit finds that another policy's assessment covers this one."""
    parent = life.places.reference_of(title)
    life.act(UNIT, Action.COVER, parent_reference=parent, reason=reason)


def withdraw(life: Life, reason: str) -> None:
    """The owner withdraws the policy."""
    life.act(life.owner, Action.WITHDRAW, reason=reason)


def start_review(life: Life, because: str, reason: str) -> None:
    """The Strategy Unit starts a review ahead of its day."""
    life.act(UNIT, Action.START_REVIEW, review_reason=ReviewReason(because), reason=reason)


def revoke(life: Life, reason: str, reference: str) -> None:
    """The Strategy Unit revokes the assessment in force."""
    life.act(UNIT, Action.REVOKE, reason=reason, reference=reference)
