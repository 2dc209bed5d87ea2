"""Remarks on a form: comments on questions, and the approver's judgement of each section."""

from __future__ import annotations

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Comment, Grade, Judgement
from ria.permissions.map import Permission, may
from ria.queries.assessment.form_content import FormContent, form_content
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from workflows.stages import APPROVAL

LONGEST_COMMENT = 2_000


def add_comment(
    store: Store,
    *,
    assessment_id: int,
    form: str,
    question: str,
    actor_id: int,
    text: str,
    token: str,
) -> None:
    """Comment on one question. Raises `Invalid` at `text` if it is empty or too long."""
    body = [assessment_id, form, question, text]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.COMMENT_WRITE)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        content = _content(unit, case, form)
        section = _section_of(content, question)
        _check_text(text)
        unit.save(
            Comment(
                assessment_id=case.assessment_id,
                form=form,
                section=section,
                question=question,
                text=text.strip(),
                round=case.assessment.round,
                author_id=case.actor.id,
                written_at=unit.now,
            )
        )
        _record(unit, case, "comment_added", form=form, question=question, text=text.strip())
        remember(unit, case.actor.id, token, body, "added")


def _check_text(text: str) -> None:
    if not text.strip():
        raise Invalid("text", "Write a comment.")
    if len(text) > LONGEST_COMMENT:
        raise Invalid("text", f"The comment must be {LONGEST_COMMENT:,} characters or fewer.")


def resolve_comment(store: Store, *, assessment_id: int, comment_id: int, actor_id: int) -> None:
    """Resolve a comment: for the owner, the comment's author and the approver. Idempotent."""
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.DRAFT_READ)
        comment = unit.session.get(Comment, comment_id)
        if comment is None or comment.assessment_id != assessment_id:
            raise NotFound
        may_edit = may(Permission.ANSWERS_EDIT, case.actor, case.subject)
        may_decide = may(Permission.DECISION_TAKE, case.actor, case.subject)
        if not (may_edit or may_decide or comment.author_id == case.actor.id):
            raise Forbidden
        if comment.resolved_at is not None:
            return
        comment.resolved_by = case.actor.id
        comment.resolved_at = unit.now
        unit.save(comment)
        _record(unit, case, "comment_resolved", form=comment.form, question=comment.question)


def judge_section(
    store: Store, *, assessment_id: int, form: str, section: str, actor_id: int, grade: Grade
) -> None:
    """Judge a section in this round, or change one's judgement, while the form awaits approval."""
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.DECISION_TAKE)
        if case.assessment.stage not in APPROVAL:
            raise Unmet("Sections are judged while the form awaits approval.")
        content = _content(unit, case, form)
        if section not in {s.id for s in content.questions.sections}:
            raise NotFound
        row = _judgement(unit, case, form, section)
        if row is None:
            row = Judgement(
                assessment_id=case.assessment_id,
                form=form,
                section=section,
                round=case.assessment.round,
                grade=grade,
                author_id=case.actor.id,
                at=unit.now,
            )
        elif row.grade is grade:
            return
        row.grade, row.author_id, row.at = grade, case.actor.id, unit.now
        unit.save(row)
        _record(unit, case, "section_judged", form=form, section=section, grade=grade)


def _judgement(unit: UnitOfWork, case: Loaded, form: str, section: str) -> Judgement | None:
    query = select(Judgement).where(
        col(Judgement.assessment_id) == case.assessment_id,
        col(Judgement.form) == form,
        col(Judgement.section) == section,
        col(Judgement.round) == case.assessment.round,
    )
    return unit.session.exec(query).first()


def _content(unit: UnitOfWork, case: Loaded, form: str) -> FormContent:
    content = form_content(unit.session, unit.store.sets, case.assessment_id, form)
    if content is None:
        raise NotFound
    return content


def _section_of(content: FormContent, question: str) -> str:
    for section in content.questions.sections:
        if any(q.key == question for q in section.questions):
            return section.id
    raise NotFound


def _record(unit: UnitOfWork, case: Loaded, kind: str, **what: object) -> None:
    case.record(unit, kind, round=case.assessment.round, **what)
