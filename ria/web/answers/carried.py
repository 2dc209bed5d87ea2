"""What a form shows of the forms before it: answers carried forward, and judgements made before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forms.answers.display import Block, SummaryRow, blocks
from forms.questions.origin import Origin
from forms.rendering.builder import SectionForm
from ria.queries.assessment.form_content import FormContent


@dataclass(frozen=True)
class FromBefore:
    """By question: the form that an answer was carried forward from, and the old judgement."""

    carried: Mapping[str, str]
    before: Mapping[str, tuple[Block, ...]]

    def on_fields(self, form: SectionForm) -> SectionForm:
        """The same form, each field told what it shows."""
        for field in form.question_fields:
            field.carried_from = self.carried.get(field.question.key, "")
            field.before = self.before.get(field.question.key, ())
        return form

    def on_rows(self, rows: Iterable[SummaryRow]) -> list[SummaryRow]:
        """The same rows, each told what it shows."""
        return [
            replace(
                row,
                carried_from=self.carried.get(row.key, ""),
                before=self.before.get(row.key, ()),
            )
            for row in rows
        ]


def from_before(content: FormContent, names: Mapping[str, str]) -> FromBefore:
    """What one form takes over. `names`: people, files and sources by their reference."""
    marked, beside = content.marked, content.beside
    questions = {question.key: question for question in content.questions.questions()}
    return FromBefore(
        carried={key: _source(content, key, questions[key].prefill) for key in marked},
        before={key: blocks(questions[key], value, names) for key, value in beside.items()},
    )


def _source(content: FormContent, key: str, prefill: Origin | None) -> str:
    """Where an answer came from: the edition before, or a form of this one."""
    if key in content.as_earlier:
        return f"edition {content.earlier_edition}"
    return _named(prefill)


def _named(origin: Origin | None) -> str:
    """`the screening form`; a fact comes from the record."""
    if origin is None or not origin.form:
        return "the record"
    return f"the {origin.form.replace('_', ' ')} form"
