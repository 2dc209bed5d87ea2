"""Save one section of a form as a whole: people on two sections never collide."""

from __future__ import annotations

from pydantic import JsonValue

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Contributor, SectionAnswers, User
from ria.permissions.map import Permission
from ria.queries.assessment.form_content import FormContent, form_content
from ria.services.kit.errors import Invalid, NotFound, StaleSection, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, for_whom, load
from workflows.stages import APPROVAL, form_name

Answers = dict[str, JsonValue]


def save_section(
    store: Store,
    *,
    assessment_id: int,
    form: str,
    section: str,
    actor_id: int,
    answers: Answers,
    seen_version: int,
    token: str,
) -> int:
    """Write a section's answers (question key to value) and return the section's new version.

    `seen_version` is the version that the page showed; 0 for a section never saved. Raises
    `StaleSection` if it was saved since, `Unmet` if the form is closed, `Invalid` for a key that is
    not asked in this section, `Forbidden`, `NotFound`, `Taken`.
    """
    body = [assessment_id, form, section, answers, seen_version]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.ANSWERS_EDIT)
        before = done_before(unit, case.actor.id, token, body)
        if before is not None:
            return int(before)
        content = _open_form(unit, case, form, section)
        _check_keys(content, section, answers)
        row = content.sections.get(section)
        if content.version_of(section) != seen_version:
            raise _stale(unit, row, actor_id)
        version = _write(unit, case, content, section, answers)
        _count_as_contributor(unit, case)
        remember(unit, case.actor.id, token, body, str(version))
        return version


def _open_form(unit: UnitOfWork, case: Loaded, form: str, section: str) -> FormContent:
    content = form_content(unit.session, unit.store.sets, case.assessment_id, form)
    if content is None or section not in {s.id for s in content.questions.sections}:
        raise NotFound
    stage = case.assessment.stage
    if stage in APPROVAL or form_name(stage) != form:
        raise Unmet("This form is closed: it can be changed only while it is being filled in.")
    return content


def _check_keys(content: FormContent, section: str, answers: Answers) -> None:
    """Refuse keys of other sections: a form's answers are one flat mapping, so a section could
    overwrite another one.
    """
    asked = {question.key for question in content.questions.section(section).questions}
    for key in sorted(answers.keys() - asked):
        raise Invalid(key, "This question is not asked in this section.")


def _stale(unit: UnitOfWork, row: SectionAnswers | None, actor_id: int) -> StaleSection:
    if row is None:
        return StaleSection({}, 0, "")
    saver = unit.session.get(User, row.saved_by)
    return StaleSection(
        dict(row.answers), row.version, saver.name if saver else "", row.saved_by == actor_id
    )


def _write(
    unit: UnitOfWork, case: Loaded, content: FormContent, section: str, answers: Answers
) -> int:
    row = content.sections.get(section)
    old: Answers = dict(row.answers) if row else {}
    if row is None:
        row = SectionAnswers(
            stage_form_id=content.stage_form_id,
            section=section,
            answers=answers,
            version=0,
            saved_by=case.actor.id,
            saved_at=unit.now,
        )
    row.answers = answers
    row.version += 1
    row.saved_by = case.actor.id
    row.saved_at = unit.now
    unit.save(row)
    case.record(
        unit,
        "section_saved",
        form=content.form,
        section=section,
        version=row.version,
        changed=changed(old, answers),
        **for_whom(unit, case, Permission.ANSWERS_EDIT),
    )
    return row.version


def changed(old: Answers, new: Answers) -> dict[str, list[JsonValue]]:
    """Return what differs: question key to the old and the new value (None: unanswered)."""
    keys = sorted(old.keys() | new.keys())
    return {key: [old.get(key), new.get(key)] for key in keys if old.get(key) != new.get(key)}


def _count_as_contributor(unit: UnitOfWork, case: Loaded) -> None:
    if case.actor.id not in case.subject.contributors:
        unit.save(
            Contributor(
                assessment_id=case.assessment_id,
                stage=case.assessment.stage,
                user_id=case.actor.id,
                since=unit.now,
            )
        )
