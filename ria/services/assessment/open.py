"""The only way to open a new edition of a policy's assessment, and to open a form of it."""

from __future__ import annotations

import json

from sqlmodel import col, select

from forms.questions.question import QuestionSet
from ria.history import UnitOfWork
from ria.models import Assessment, Policy, StageForm, StoredSet
from ria.queries.assessment.editions import newest_edition
from ria.services.assessment.carry_forward import carry_over, given_before
from ria.services.deadlines.schedule import fall_due
from ria.services.deadlines.screening import screening_day
from workflows.stages import Stage


def open_edition(unit: UnitOfWork, policy: Policy, because: str, actor_ref: str) -> Assessment:
    """Open the next edition at `registered`, and schedule its screening if there is a date for it.
    `because` is shown in the timeline.
    """
    assert policy.id is not None
    before = newest_edition(unit.session, policy.id)
    assessment = Assessment(
        policy_id=policy.id,
        edition=before.edition + 1 if before else 1,
        frame=unit.store.settings.frame,
        stage=Stage.REGISTERED,
        is_open=True,
        is_current=False,
        opened_because=because,
        in_stage_since=unit.now,
    )
    due_on = screening_day(unit, policy, assessment)
    unit.save(assessment)
    unit.record(
        policy.reference,
        "edition_opened",
        actor_ref,
        edition=assessment.edition,
        frame=assessment.frame,
        because=because,
        due_on=due_on,
    )
    if due_on is not None:
        fall_due(unit, assessment, "screening", due_on)
    return assessment


def open_form(
    unit: UnitOfWork, assessment: Assessment, form: str, *, anew: bool = False
) -> StageForm:
    """Open a form with the newest question set of the edition's frame, unless it is open already.

    `anew` opens its next cycle. Earlier answers to the same questions are carried over.
    """
    assert assessment.id is not None
    query = (
        select(StageForm)
        .where(col(StageForm.assessment_id) == assessment.id, col(StageForm.form) == form)
        .order_by(col(StageForm.cycle).desc())
    )
    opened = unit.session.exec(query).first()
    if opened is not None and not anew:
        return opened
    questions = unit.store.sets.latest(form, assessment.frame)
    before = given_before(unit, assessment, form)
    stage_form = StageForm(
        assessment_id=assessment.id,
        form=form,
        cycle=opened.cycle + 1 if opened else 1,
        set_id=_stored(unit, questions),
        opened_at=unit.now,
    )
    unit.save(stage_form)
    if before is not None:
        carry_over(unit, stage_form, questions, before)
    return stage_form


def _as_written(questions: QuestionSet) -> str:
    """The set as JSON with keys in order: a variable of the rating may sum earlier ones."""
    return json.dumps(questions.content(), ensure_ascii=False, separators=(",", ":"))


def _stored(unit: UnitOfWork, questions: QuestionSet) -> int:
    """The id of the row with this set's wording, created when the set is first used."""
    unit.hold("stored sets")
    query = select(StoredSet).where(
        col(StoredSet.form) == questions.form,
        col(StoredSet.frame) == questions.frame,
        col(StoredSet.version) == questions.version,
    )
    stored = unit.session.exec(query).first()
    if stored is None:
        stored = StoredSet(
            form=questions.form,
            frame=questions.frame,
            version=questions.version,
            hash=questions.hash,
            content=_as_written(questions),
            first_used_at=unit.now,
        )
        unit.save(stored)
    assert stored.id is not None
    return stored.id
