"""Who cites a source: the assessments whose present answers refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from ria.models import Assessment, Policy, SectionAnswers, StageForm
from workflows.stages import Stage


@dataclass(frozen=True)
class Citation:
    """One edition whose answers cite the source, and the forms in which they do."""

    reference: str
    title: str
    edition: int
    stage: Stage
    forms: tuple[str, ...]


def citations(session: Session, ref: str) -> list[Citation]:
    """The editions that cite a source, by policy. Always one query."""
    query = (
        select(SectionAnswers.answers, StageForm, Assessment, Policy)
        .select_from(SectionAnswers)
        .join(StageForm, col(StageForm.id) == col(SectionAnswers.stage_form_id))
        .join(Assessment, col(Assessment.id) == col(StageForm.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(cast(col(SectionAnswers.answers), String).contains(f'"{ref}"', autoescape=True))
        .order_by(col(Policy.reference_key), col(Assessment.edition), col(StageForm.id))
    )
    found: dict[int, tuple[Assessment, Policy, list[str]]] = {}
    for answers, form, assessment, policy in session.exec(query):
        if ref in set(refs_in(answers)):
            _, _, forms = found.setdefault(form.assessment_id, (assessment, policy, []))
            if form.form not in forms:
                forms.append(form.form)
    return [
        Citation(policy.reference, policy.title, assessment.edition, assessment.stage, tuple(forms))
        for assessment, policy, forms in found.values()
    ]


def refs_in(answers: Mapping[str, Any]) -> Iterator[str]:
    """Everything that was chosen from a list in these answers, including references of sources.

    Only evidence answers hold lists of words like "E12": option values are in lower case.
    """
    for value in answers.values():
        yield from _chosen(value)


def _chosen(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _chosen(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str):
                yield inner
            else:
                yield from _chosen(inner)
