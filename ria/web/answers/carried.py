"""Answers that a form shows from earlier forms: those carried forward, and earlier judgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forms.answers.display import Block, SummaryRow, blocks
from forms.questions.origin import Origin
from forms.rendering.builder import SectionForm
from ria.queries.assessment.form_content import FormContent


@dataclass(frozen=True)
class FromBefore:
    """By question: the form from which an answer was carried forward, and the earlier judgement."""

    carried: Mapping[str, str]
    before: Mapping[str, tuple[Block, ...]]

    def on_fields(self, form: SectionForm) -> SectionForm:
        """Return the same form, with the earlier answers set on its fields."""
        for field in form.question_fields:
            field.carried_from = self.carried.get(field.question.key, "")
            field.before = self.before.get(field.question.key, ())
        return form

    def on_rows(self, rows: Iterable[SummaryRow]) -> list[SummaryRow]:
        """Return the same rows, with the earlier answers set on them."""
        return [
            replace(
                row,
                carried_from=self.carried.get(row.key, ""),
                before=self.before.get(row.key, ()),
            )
            for row in rows
        ]


def from_before(content: FormContent, names: Mapping[str, str]) -> FromBefore:
    """Return what one form takes over. `names`: people, files and sources by their reference."""
    marked, beside = content.marked, content.beside
    questions = {question.key: question for question in content.questions.questions()}
    return FromBefore(
        carried={key: _source(content, key, questions[key].prefill) for key in marked},
        before={key: blocks(questions[key], value, names) for key, value in beside.items()},
    )


def _source(content: FormContent, key: str, prefill: Origin | None) -> str:
    """Return where an answer came from: the previous edition, or another form of this one."""
    if key in content.as_earlier:
        return f"edition {content.earlier_edition}"
    return _named(prefill)


def _named(origin: Origin | None) -> str:
    """Return a name such as `the screening form`; a fact comes from the record."""
    if origin is None or not origin.form:
        return "the record"
    return f"the {origin.form.replace('_', ' ')} form"
