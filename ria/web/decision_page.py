"""The page on which a form is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response

from forms.pages.decision import decision_form
from forms.pages.page import PageForm
from forms.rating import final_level
from ria.models import Comment, Grade
from ria.permissions import Permission
from ria.queries.case import Case, Given, the_case
from ria.queries.content import FormContent
from ria.queries.decision import (
    Remarks,
    changed_after_level,
    proposed_level,
    remarks,
)
from ria.queries.facts import facts_of, open_actions, settled_level
from ria.queries.panel import forward_row
from ria.queries.people import names
from ria.queries.rounds import changed_since_return, disagreeing, returned_last
from ria.web.access import SeenAssessment, the_assessment
from ria.web.answered import answered_sections, rating_of
from ria.web.findings import contradictions, found_in
from ria.web.form_pages import choices_for, named, today
from ria.web.pages import page
from ria.web.reading import reading, the_store
from ria.web.signature_list import signatures
from workflows import engine
from workflows.actions import Action
from workflows.guards import Guard
from workflows.guards_later import in_time
from workflows.process import is_escalated
from workflows.stages import APPROVAL, OWN_STAGE, Stage

GRADES = {Grade.TO_FIX: "To fix", Grade.COULD_BE_BETTER: "Could be better", Grade.GOOD: "Good"}


@dataclass(frozen=True)
class TypedComment:
    """A comment that was refused: shown again, open, at its question."""

    question: str = ""
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class Deciding:
    """A form that awaits a decision, and the person who looks at it."""

    seen: SeenAssessment
    case: Case
    content: FormContent
    standing: dict[Action, tuple[Guard, ...]] = field(default_factory=dict)
    comes_late: bool = False

    @property
    def may_decide(self) -> bool:
        """Whether deciding is this person's office (if not for this form)."""
        return self.seen.may(Permission.DECISION_TAKE)


def deciding(assessment_id: int, permission: Permission = Permission.DRAFT_READ) -> Deciding | None:
    """What is to be decided on; None when nothing awaits a decision now."""
    seen = the_assessment(assessment_id, permission)
    case = the_case(reading(), the_store(), seen.assessment, seen.policy)
    if seen.assessment.stage not in APPROVAL or case.content is None:
        return None
    found = open_actions(reading(), the_store(), case, seen.person, today(), subject=seen.subject)
    return Deciding(seen, case, case.content, dict(found), _comes_late(case, seen))


def _comes_late(case: Case, seen: SeenAssessment) -> bool:
    """Whether approving this last form would come after the policy's planned start."""
    if case.assessment.stage is not Stage.MONITORING_PLAN_APPROVAL:
        return False
    facts = facts_of(reading(), the_store(), case, actor=seen.person, given=Given(), today=today())
    return not in_time.met_by(facts)


def the_decision_form(shown: Deciding) -> type[PageForm]:
    """The form of the decision, with the stages it could go back to."""
    stages = _back_to(shown)
    return decision_form(
        {stage.value: stage.label for stage in stages},
        approves=_where_approving_leads(shown),
        returns=_what_returning_brings(shown),
        rejects=Action.REJECT in engine.possible(shown.case.assessment.stage),
        explain=_to_explain(shown),
        consulted=Stage.CONSULTATION in stages,
    )


def _back_to(shown: Deciding) -> list[Stage]:
    """The stages it has been in and can go back to; a review goes back to review alone."""
    own = OWN_STAGE[shown.case.assessment.stage]
    if own is Stage.REVIEW:
        return [own]
    visited = {change.from_stage for change in shown.case.changes} | {own}
    earlier = [stage for stage in OWN_STAGE.values() if stage in visited]
    return earlier[: earlier.index(own) + 1]


def _to_explain(shown: Deciding) -> str:
    """What whoever approves has to say in writing, as a question; empty for nothing."""
    contested = bool(disagreeing(shown.case))
    if contested and shown.comes_late:
        return "How do you answer the signatures that disagree, and why is the decision late?"
    if contested:
        return "How do you answer the signatures that disagree?"
    return (
        "Why does the decision come after the start, or the planned start?"
        if shown.comes_late
        else ""
    )


def _what_returning_brings(shown: Deciding) -> str:
    following = shown.case.assessment.round + 1
    if not is_escalated(following):
        return ""
    return f"It would be round {following}, so the equality advisers are told too"


def _where_approving_leads(shown: Deciding) -> str:
    row = forward_row(shown.case.assessment.stage, settled_level(shown.case))
    target = row.target if row else None
    if target is Stage.SCREENED_OUT:
        return "It is published as “Screened, not assessed”, with its reasons"
    return f"It goes on to the stage “{target.label}”" if target else ""


def decision_page(
    shown: Deciding,
    form: PageForm | None = None,
    *,
    status: int = 200,
    errors: Sequence[dict[str, str]] = (),
    typed: TypedComment | None = None,
) -> Response:
    """The page: answers, remarks, levels, signatures, what stands in the way, the decision."""
    session, case, content = reading(), shown.case, shown.content
    known = named(choices_for(case.policy.id))
    noted = remarks(session, case)
    return page(
        "pages/decision/decision.html",
        status,
        shown=shown,
        policy=case.policy,
        assessment=case.assessment,
        content=content,
        sections=answered_sections(content, case.policy.id),
        remarks=noted,
        grades=GRADES,
        rating=rating_of(content),
        proposed=proposed_level(case),
        final=final_level(content.questions, content.answers),
        changes=changed_after_level(session, case, known),
        returned=returned_last(case),
        changed=changed_since_return(session, case, known),
        open_comments=_open_comments(content, noted),
        disagreeing={row.id for row in disagreeing(case)},
        escalated=is_escalated(case.assessment.round),
        people=names(session, _everybody(case, noted)),
        in_hand=_in_hand(shown),
        contradictions=contradictions(content),
        findings=found_in(shown.seen.assessment.id or 0, content),
        form=form or the_decision_form(shown)(formdata=None),
        typed=typed or TypedComment(),
        errors=errors,
        **signatures(shown.seen, case),
    )


def _open_comments(content: FormContent, noted: Remarks) -> list[tuple[str, Comment]]:
    """The comments that nobody has dealt with, each with its question, in the order asked."""
    return [
        (question.label, comment)
        for question in content.questions.questions()
        for comment in noted.comments.get(question.key, ())
        if comment.resolved_at is None
    ]


def _in_hand(shown: Deciding) -> dict[str, Any]:
    """Who has claimed it, for the buttons of the desk."""
    assessment, person = shown.case.assessment, shown.seen.person
    claimant = assessment.claimed_by
    return {
        "assessment_id": assessment.id,
        "claimant": names(reading(), [claimant]).get(claimant, "") if claimant else "",
        "is_mine": claimant == person.id,
        "contributed": not shown.seen.subject.contributors.isdisjoint(person.acts_for),
    }


def _everybody(case: Case, noted: Remarks) -> set[int | None]:
    writers = {c.author_id for found in noted.comments.values() for c in found}
    return writers | {change.actor_id for change in case.changes}
