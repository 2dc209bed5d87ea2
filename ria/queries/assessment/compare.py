"""Compare two editions of a policy's assessment, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from forms.answers.display import Block, blocks
from forms.questions.question import Question
from forms.questions.registry import Registry
from ria.models import Assessment
from ria.queries.assessment.form_content import FormContent, form_content
from workflows.stages import EDITION_FORMS


@dataclass(frozen=True)
class Compared:
    """One question with its answers in both editions; `same` says whether they are equal."""

    label: str
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    same: bool


@dataclass(frozen=True)
class ComparedForm:
    """One form, with its questions in the order asked."""

    title: str
    questions: tuple[Compared, ...]

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The questions that are answered differently."""
        return tuple(question for question in self.questions if not question.same)


def editions(session: Session, policy_id: int) -> list[Assessment]:
    """Every edition of a policy, oldest first."""
    query = (
        select(Assessment)
        .where(col(Assessment.policy_id) == policy_id)
        .order_by(col(Assessment.edition))
    )
    return list(session.exec(query))


def compared(
    session: Session,
    sets: Registry,
    before: Assessment,
    after: Assessment,
    names: Mapping[str, str],
) -> list[ComparedForm]:
    """Return the forms that either edition has, with the answers of both."""
    assert before.id is not None and after.id is not None
    found = []
    for form in EDITION_FORMS:
        old = form_content(session, sets, before.id, form)
        new = form_content(session, sets, after.id, form)
        title = next((one.questions.title for one in (new, old) if one is not None), "")
        questions = tuple(_questions(old, new, names))
        if questions:
            found.append(ComparedForm(title, questions))
    return found


def _questions(
    old: FormContent | None, new: FormContent | None, names: Mapping[str, str]
) -> Iterator[Compared]:
    """Yield the questions of the newer set in its order, then those that are no longer asked."""
    answers = [content.visible if content else {} for content in (old, new)]
    asked: dict[str, Question] = {}
    for content in (new, old):
        for question in content.questions.questions() if content else ():
            asked.setdefault(question.key, question)
    for key, question in asked.items():
        was, now = (found.get(key) for found in answers)
        if was is None and now is None:
            continue
        shown = [blocks(question, value, names) for value in (was, now)]
        yield Compared(question.label, shown[0], shown[1], was == now)
