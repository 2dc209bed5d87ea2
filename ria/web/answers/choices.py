"""The choices offered by a form, input that its page no longer shows, and hidden answers kept in a
draft.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from pydantic import JsonValue
from sqlmodel import col, select

from forms.answers.parsing import Choices
from forms.questions.question import Kind, Question
from forms.rendering.builder import SectionForm
from forms.rendering.fields import AnswerField
from ria.models import Evidence, StoredFile
from ria.queries.accounts.people import active_people
from ria.queries.evidence.evidence import evidence_choices
from ria.web.evidence.page import KINDS
from ria.web.kit.forms import today
from ria.web.request.access import signed_in
from ria.web.request.session import read_session


def choices_for(policy_id: int | None, asked: Iterable[Question]) -> Choices:
    """Return the people, files and sources that answers to these questions can refer to; of each
    only what one of the questions asks for. A source's own file is not among the files, since the
    source is cited instead.
    """
    kinds = {each.kind for question in asked for each in (question, *question.columns)}
    sources = (
        evidence_choices(read_session(), signed_in(), today()) if Kind.EVIDENCE in kinds else None
    )
    return Choices(
        people={user.ref: user.name for user in active_people(read_session())}
        if Kind.PERSON in kinds
        else {},
        files=_files(policy_id) if Kind.FILE in kinds else {},
        evidence=sources.labels if sources else {},
        kinds=sources.kinds if sources else {},
        warnings=sources.warnings if sources else {},
        texts=sources.texts if sources else {},
        kind_names={kind.value: name for kind, name in KINDS.items()},
    )


def _files(policy_id: int | None) -> dict[str, str]:
    rows = read_session().exec(
        select(StoredFile)
        .where(
            col(StoredFile.policy_id) == policy_id,
            ~select(Evidence.id).where(col(Evidence.file_id) == col(StoredFile.id)).exists(),
        )
        .order_by(col(StoredFile.id))
    )
    return {file.key: file.name for file in rows}


def named(choices: Choices) -> dict[str, str]:
    """Return the names of people, sources and files by reference or key, for displaying answers."""
    return {**choices.people, **choices.files, **choices.evidence}


def unshown(form: SectionForm) -> list[tuple[str, str]]:
    """Return the input for this section's questions that the page no longer has, because an answer
    elsewhere changed meanwhile. It is shown as text, so that it is not lost.
    """
    shown = {name for field in form.question_fields for name in _inputs(field)}
    keys = [question.key for question in form.section.questions]
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in shown
        and value.strip()
        and any(name == key or name.startswith(f"{key}-") for key in keys)
        and not name.endswith(("-add", "-remove"))
        and "-remove-" not in name
    ]


def _inputs(field: AnswerField) -> set[str]:
    cells = {cell.name for row in (*field.rows, *field.ticked) for cell in field.cells(row)}
    parts = {f"{field.name}-{part}" for part in ("day", "month", "year", "upload")}
    return {field.name} | parts | cells


def kept_hidden(form: SectionForm, stored: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the form's answers together with the stored ones for questions and groups that are not
    on the page: a draft keeps answers that an answer elsewhere has hidden.
    """
    answers = form.answers()
    here = {field.name: field for field in form.question_fields}
    for key, old in stored.items():
        if key not in here:
            answers[key] = old
        elif here[key].ticked and isinstance(old, dict):
            new = answers.get(key)
            hidden = {group: row for group, row in old.items() if group not in here[key].ticked}
            answers[key] = {**hidden, **(new if isinstance(new, dict) else {})}
    return {key: value for key, value in answers.items() if value not in (None, {}, [])}
