"""Carry earlier answers to the same questions into a form when it is opened."""

from __future__ import annotations

from sqlmodel import col, select

from forms.answers.from_edition import carriable
from forms.questions.question import QuestionSet
from ria.history import UnitOfWork
from ria.models import Assessment, CarriedForm, Review, StageForm
from ria.queries.assessment.form_content import FormContent, form_content
from workflows.stages import Stage

REVIEW, SCREENING = Stage.REVIEW.value, Stage.SCREENING.value


def given_before(unit: UnitOfWork, edition: Assessment, form: str) -> FormContent | None:
    """Return the form whose answers a newly opened form takes over; None if there is none.

    A review repeats the screening of its own edition, as the last review left it. Any other form
    uses the newest earlier edition that got as far as this form.
    """
    if form == REVIEW:
        return _screening_of(unit, edition)
    query = (
        select(Assessment)
        .where(
            col(Assessment.policy_id) == edition.policy_id,
            col(Assessment.edition) < edition.edition,
        )
        .order_by(col(Assessment.edition).desc())
    )
    for earlier in unit.session.exec(query):
        found = _screening_of(unit, earlier) if form == SCREENING else _form_of(unit, earlier, form)
        if found is not None and found.visible:
            return found
    return None


def carry_over(
    unit: UnitOfWork, stage_form: StageForm, questions: QuestionSet, before: FormContent
) -> None:
    """Store in a newly opened form what `before` answers to its questions."""
    assert stage_form.id is not None
    answers = carriable(before.questions, questions, before.visible)
    source = unit.session.get_one(StageForm, before.stage_form_id)
    edition = unit.session.get_one(Assessment, source.assessment_id).edition
    if not answers:
        return
    carried = CarriedForm(
        stage_form_id=stage_form.id,
        source_id=before.stage_form_id,
        edition=edition,
        answers=answers,
    )
    unit.save(carried)


def _form_of(unit: UnitOfWork, edition: Assessment, form: str) -> FormContent | None:
    assert edition.id is not None
    return form_content(unit.session, unit.store.sets, edition.id, form)


def _screening_of(unit: UnitOfWork, edition: Assessment) -> FormContent | None:
    """The screening as last answered: in the latest decided review, or else the original."""
    decided = select(Review.id).where(
        col(Review.assessment_id) == edition.id, col(Review.decision).is_not(None)
    )
    if unit.session.exec(decided).first() is not None:
        found = _form_of(unit, edition, REVIEW)
        if found is not None:
            return found
    return _form_of(unit, edition, SCREENING)
