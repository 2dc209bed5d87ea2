"""The page on which a form is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response

from forms.answers.rating import final_level
from forms.pages.page import PageForm
from forms.pages.process.decision import decision_form
from ria.models import Comment, Grade, StageChange
from ria.permissions.map import Permission
from ria.queries.accounts.people import names
from ria.queries.assessment.case import Case, the_case
from ria.queries.assessment.form_content import FormContent
from ria.queries.assessment.returns import changed_since_return, disagreeing, returned_last
from ria.queries.process.approval_outcome import Approval, approval, in_words
from ria.queries.process.conflict_of_interest import absent_names, conflict_reason
from ria.queries.process.decision import Remarks, changed_after_level, proposed_level, remarks
from ria.queries.process.due_regard import statement
from ria.queries.process.facts import facts_for_anybody
from ria.queries.process.open_actions import open_actions
from ria.queries.process.signature_capacities import needed_for
from ria.queries.register.policy_texts import texts_of
from ria.queries.review.facts import proposed_decision
from ria.queries.signoff.conditions import conditions_of_edition, reader_of
from ria.web.answers.findings import contradictions, found_in
from ria.web.answers.rows import answered_sections, names_in, rating_of
from ria.web.kit.forms import today
from ria.web.kit.pages import page
from ria.web.kit.unsent_input import Unsent
from ria.web.process.signature_list import awaited, signatures
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import read_session, the_store
from workflows import engine
from workflows.actions import Action
from workflows.facts.outcomes import ReviewDecision
from workflows.guards.committee import in_time
from workflows.guards.guard import Guard
from workflows.process import is_escalated
from workflows.stages import APPROVAL, OWN_STAGE, Stage, form_stage

GRADES = {Grade.TO_FIX: "To fix", Grade.COULD_BE_BETTER: "Could be better", Grade.GOOD: "Good"}


@dataclass(frozen=True)
class Deciding:
    """A form that awaits a decision, and the person who looks at it."""

    seen: SeenAssessment
    case: Case
    content: FormContent
    standing: dict[Action, tuple[Guard, ...]] = field(default_factory=dict)
    leads: Approval | None = None

    @property
    def may_decide(self) -> bool:
        """Whether this person's role allows deciding (even if not on this form)."""
        return self.seen.may(Permission.DECISION_TAKE)

    @property
    def comes_late(self) -> bool:
        """Whether approving this last form would come after the policy's planned start."""
        if self.leads is None or self.case.assessment.stage is not Stage.MONITORING_PLAN_APPROVAL:
            return False
        return not in_time.met_by(self.leads.facts)

    @property
    def earlier(self) -> tuple[Stage, ...]:
        """The forms of this edition that were completed before this one, in order."""
        own = OWN_STAGE[self.case.assessment.stage]
        visited = {change.from_stage for change in self.case.changes}
        return tuple(form for form in OWN_STAGE.values() if form in visited and form is not own)

    @property
    def due_regard(self) -> str:
        """The statement that the approver confirms."""
        return statement(self.content, the_store().sets.frames[self.case.assessment.frame])


def deciding(assessment_id: int, permission: Permission = Permission.DRAFT_READ) -> Deciding | None:
    """The form to be decided on, and the person; None if nothing awaits a decision now."""
    seen = the_assessment(assessment_id, permission)
    case = the_case(read_session(), the_store(), seen.assessment, seen.policy)
    if seen.assessment.stage not in APPROVAL or case.content is None:
        return None
    session, store, day = read_session(), the_store(), today()
    whoever = facts_for_anybody(session, store, case, day)
    found = open_actions(
        session, store, case, seen.person, day, subject=seen.subject, whoever=whoever
    )
    leads = approval(session, store, case, day, whoever=whoever)
    return Deciding(seen, case, case.content, dict(found), leads)


def the_decision_form(shown: Deciding) -> type[PageForm]:
    """The decision form, with the stages to which it could be returned."""
    stages = _back_to(shown)
    return decision_form(
        {stage.value: stage.label for stage in stages},
        approves=_where_approving_leads(shown),
        returns=_what_returning_brings(shown),
        rejects=Action.REJECT in engine.possible(shown.case.assessment.stage),
        explain=_to_explain(shown),
        consulted=Stage.CONSULTATION in stages,
        due_regard=shown.due_regard,
    )


def _back_to(shown: Deciding) -> list[Stage]:
    """The stages it has been in and can be returned to; a review can only be returned to review."""
    own = OWN_STAGE[shown.case.assessment.stage]
    if own is Stage.REVIEW:
        return [own]
    visited = {change.from_stage for change in shown.case.changes} | {own}
    earlier = [stage for stage in OWN_STAGE.values() if stage in visited]
    return earlier[: earlier.index(own) + 1]


def _to_explain(shown: Deciding) -> str:
    """What the approver has to explain in writing, as a question; empty if nothing."""
    noted = remarks(read_session(), shown.case)
    *first, last = [
        *(["the signatures that disagree"] if disagreeing(shown.case) else []),
        *(["what is judged “To fix”"] if noted.to_fix else []),
        *(["the comments not dealt with"] if noted.unresolved else []),
    ] or [""]
    late = "why does the decision come after the start, or the planned start?"
    if not last:
        return f"{late[:1].upper()}{late[1:]}" if shown.comes_late else ""
    what = f"{', '.join(first)} and {last}" if first else last
    answer = f"If you approve it, how do you answer {what}"
    return f"{answer}, and {late}" if shown.comes_late else f"{answer}?"


def _what_returning_brings(shown: Deciding) -> str:
    following = shown.case.assessment.round + 1
    if not is_escalated(following):
        return ""
    return f"It would be round {following}, so the equality advisers are told too"


REVIEW_LEADS = {
    ReviewDecision.CONTINUE: "The assessment goes on counting, and the next review is set",
    ReviewDecision.AMEND: "A new edition opens, and this one counts until that is published",
    ReviewDecision.REPLACE: "The assessment ends: the policy is replaced by another",
    ReviewDecision.REVOKE: "The assessment is revoked, and the public register says so",
    ReviewDecision.CLOSE: "The project or decision is closed",
}


def _where_approving_leads(shown: Deciding) -> str:
    if shown.content.form == Stage.REVIEW:
        proposed = proposed_decision(shown.content)
        return REVIEW_LEADS[proposed] if proposed else ""
    if shown.leads is None:
        return ""
    return in_words(read_session(), shown.case, shown.leads, today())


def decision_page(
    shown: Deciding,
    form: PageForm | None = None,
    *,
    status: int = 200,
    errors: Sequence[dict[str, str]] = (),
    typed: Unsent | None = None,
    read: str = "",
) -> Response:
    """The page: answers, remarks, levels, signatures, obstacles, the decision. `read`: the content
    that an unsent decision is about, if not the one shown now.
    """
    session, case, content = read_session(), shown.case, shown.content
    known = names_in(content, case.policy.id)
    noted, waited_for = remarks(session, case), awaited(case)
    reader = reader_of(shown.seen.person, shown.seen.subject)
    return page(
        "pages/process/decision/decision.html",
        status,
        shown=shown,
        policy=case.policy,
        assessment=case.assessment,
        content=content,
        sections=answered_sections(content, known),
        remarks=noted,
        grades=GRADES,
        rating=rating_of(content),
        proposed=proposed_level(case),
        final=final_level(content.questions, content.answers),
        changes=changed_after_level(session, case, known),
        returns=_returns(case),
        returned=returned_last(case),
        changed=changed_since_return(session, case, known),
        open_comments=_open_comments(content, noted),
        texts=texts_of(session, case.policy.id or 0),
        disagreeing={row.id for row in disagreeing(case)},
        escalated=is_escalated(case.assessment.round),
        people=names(session, _everybody(case, noted)),
        in_hand=_in_hand(shown),
        contradictions=contradictions(content),
        findings=found_in(shown.seen.assessment.id or 0, content),
        form=form or the_decision_form(shown)(formdata=None),
        typed=typed or Unsent(),
        read=read or content.hash,
        errors=errors,
        to_sign=[ask.kind for ask, _ in waited_for if ask.asked_id == shown.seen.person.id],
        needed=needed_for(shown.leads),
        conditions=conditions_of_edition(session, case.assessment.id or 0, reader, today()),
        **signatures(shown.seen, case, waited_for),
    )


def _returns(case: Case) -> list[tuple[Stage, StageChange]]:
    """Every return of the edition, with the form that was returned."""
    returns = (change for change in case.changes if change.action is Action.RETURN)
    return [(form_stage(change.from_stage), change) for change in returns]


def _open_comments(content: FormContent, noted: Remarks) -> list[tuple[str, Comment]]:
    """The unresolved comments, each with its question, in the order of the questions."""
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
        "claimant": names(read_session(), [claimant]).get(claimant, "") if claimant else "",
        "is_mine": claimant == person.id,
        "contributed": conflict_reason(
            person, shown.seen.subject.contributors, absent_names(read_session(), person)
        ),
    }


def _everybody(case: Case, noted: Remarks) -> set[int | None]:
    writers = {c.author_id for found in noted.comments.values() for c in found}
    return writers | {change.actor_id for change in case.changes}
