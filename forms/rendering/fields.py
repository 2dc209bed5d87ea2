"""The WTForms field of a question, for every kind.

`parsing.py` does all parsing. This class connects it to a form and answers the template's
questions: what was typed, what is chosen, what is wrong and at which input. It works on posted
names throughout, so a refused page shows exactly what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape
from pydantic import JsonValue
from wtforms import Field

from forms.answers.answers import beyond_limits, stands_alone
from forms.answers.display import Block
from forms.answers.parsing import (
    Choices,
    Parsed,
    Posted,
    Trouble,
    own_names,
    parse,
    row_ids,
    serialise,
)
from forms.answers.text import printable
from forms.questions.question import Answers, Column, Kind, Option, Question
from forms.rendering.finder import Looked, Sources, looked_for, sources
from forms.rendering.revealing import OnlyIf

_NAMED_OUTSIDE = {Kind.PERSON: "people", Kind.FILE: "files", Kind.EVIDENCE: "evidence"}


@dataclass(frozen=True)
class Cell:
    """One input inside a table row or a group's fieldset."""

    column: Column
    name: str
    typed: str
    error: str
    options: tuple[Option, ...] = ()

    @property
    def typed_html(self) -> Markup:
        """Return the typed text, escaped for the content of a textarea."""
        return inside_textarea(self.typed)

    @property
    def typed_value(self) -> Markup:
        """Return the typed text, escaped for the value attribute of an input."""
        return _referenced(self.typed)

    @property
    def hint(self) -> str:
        """Return the hint, including the limits of a text in words."""
        return _hint(self.column)


class AnswerField(Field):
    """The field of one question. `data` is the answer as stored, None if unanswered."""

    def __init__(
        self,
        question: Question,
        stored: JsonValue = None,
        choices: Choices | None = None,
        groups: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label=question.label, **kwargs)
        self.question = question
        self.stored = stored
        self.choices = choices or Choices()
        self.ticked = tuple(groups)
        self.parsed = Parsed(None)
        self.posted: Posted = {}
        self.rows: list[str] = []
        self.upload: Any = None
        self.nested: dict[str, list[AnswerField]] = {}
        self.only_if: OnlyIf | None = None
        self.carried_from = ""
        self.before: tuple[Block, ...] = ()
        self.looked = Looked()

    # --- from the request ------------------------------------------------------------

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read what was posted, or show what is stored."""
        self.errors = []
        if formdata is None:
            self.posted = serialise(self.question, self.stored)
            self.parsed = Parsed(self.stored)
        else:
            names = {name: formdata.getlist(name) for name in formdata}
            self.upload = self._uploaded(names)
            self.posted = own_names(self.question.key, names)
            self.parsed = parse(self.question, self.posted, self._offered(), self.ticked)
        self.data = self.parsed.value
        if self.question.kind is Kind.TABLE:
            self._arrange(formdata)
        elif self.question.kind is Kind.EVIDENCE and formdata is not None:
            self.looked = looked_for(self.name, names)
            self._pressed = self.looked.again

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Whether the posted value can be stored. A gap is no error; see `builder.py`."""
        self.errors = [trouble.message for trouble in self.parsed.troubles]
        return not self.errors

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """The problems found by validation; each names an input."""
        return self.parsed.troubles if self.errors else ()

    def named(self, wrong: Trouble) -> str:
        """Return the message for the error summary, which is shown away from its question."""
        if wrong.alone or wrong.message in stands_alone(self.question):
            return wrong.message
        return f"{self._place(wrong.part)}: {wrong.message[:1].lower()}{wrong.message[1:]}"

    def _place(self, part: str) -> str:
        """Return the question that an input belongs to; in a table its row and column too."""
        question = f"“{self.question.label.removesuffix(' (optional)')}”"
        name, _, rest = part.removeprefix(f"{self.name}-").partition("-")
        column = next((c for c in self.question.columns if c.key == rest), None)
        if column is None:
            return question
        groups = {option.value: option.label for option in self.question.groups}
        row = groups.get(name) or f"row {self.rows.index(name) + 1 if name in self.rows else name}"
        return f"{question}, {row}, “{column.label}”"

    def forgive_short(self) -> None:
        """Drop the error about a short text: the answer is a draft, or is not asked for."""
        self.parsed = Parsed(
            self.parsed.value, tuple(wrong for wrong in self.parsed.troubles if not wrong.short)
        )

    def hold_to_limits(self, known: Answers) -> None:
        """Add an error for a number outside a limit that applies now."""
        found = beyond_limits(self.question, self.parsed.value, known)
        more = tuple(Trouble(self.question.key, message) for message in found)
        self.parsed = Parsed(self.parsed.value, self.parsed.troubles + more)

    @property
    def rearranged(self) -> bool:
        """Whether a button that rearranges the page was pressed: rows, or a search for sources."""
        return self._pressed

    # --- for the template ------------------------------------------------------------

    @property
    def hint(self) -> str:
        """Return the hint, including the minimum length in words."""
        return _hint(self.question)

    @property
    def typed(self) -> str:
        """What was typed into the question's only input."""
        return self.typed_in(self.name)

    @property
    def typed_html(self) -> Markup:
        """Return the same text, escaped for the content of a textarea."""
        return inside_textarea(self.typed)

    @property
    def typed_value(self) -> Markup:
        """Return the same text, escaped for the value attribute of an input."""
        return _referenced(self.typed)

    @property
    def chosen(self) -> list[str]:
        """The ticked values, as posted."""
        return [printable(str(value)) for value in self.posted.get(self.name, ())]

    @property
    def options(self) -> list[Option]:
        """Return all options to choose from: persons, files and evidence included."""
        if self.question.kind not in _NAMED_OUTSIDE:
            return list(self.question.choices)
        return _named(self._offered(), self.question.kind) + list(self.question.options)

    @property
    def looked_for(self) -> Markup:
        """The words that the sources are searched for, escaped for an input's value attribute."""
        return _referenced(self.looked.words)

    @property
    def sources(self) -> Sources:
        """The sources of evidence to show; the question's own options are not among them."""
        offered = _named(self._offered(), self.question.kind)
        return sources(offered, self.choices, self.chosen, self.looked.words)

    @property
    def groups(self) -> list[Option]:
        """The ticked groups of a per_group question."""
        return [option for option in self.question.groups if option.value in self.ticked]

    def before_of(self, group: str) -> tuple[Block, ...]:
        """Return the earlier answer about the group with this label."""
        return tuple(Block("", block.lines) for block in self.before if block.title == group)

    def typed_in(self, name: str) -> str:
        """What was typed into the input of this name."""
        values = self.posted.get(name, ())
        return printable(str(values[0])) if values else ""

    def error_at(self, *names: str) -> str:
        """The message at these inputs, several joined; empty if there is none."""
        return ". ".join(wrong.message for wrong in self.troubles if wrong.part in names)

    def cells(self, row: str) -> list[Cell]:
        """The inputs of one table row or of one group."""
        names = {column: f"{self.name}-{row}-{column.key}" for column in self.question.columns}
        return [
            Cell(column, name, self.typed_in(name), self.error_at(name), self._offered_in(column))
            for column, name in names.items()
        ]

    def _offered_in(self, column: Column) -> tuple[Option, ...]:
        if column.kind in _NAMED_OUTSIDE:
            return tuple(_named(self.choices, column.kind))
        return column.choices

    # --- inside ----------------------------------------------------------------------

    _pressed = False

    def _offered(self) -> Choices:
        """The choices that apply, and choices made earlier that are no longer offered."""
        name = _NAMED_OUTSIDE.get(self.question.kind)
        if name is None:
            return self.choices
        stored = self.stored if isinstance(self.stored, list) else [self.stored]
        kinds = self.question.evidence_kinds
        offered = {
            ref: label
            for ref, label in getattr(self.choices, name).items()
            if not kinds or self.choices.kinds.get(ref, kinds[0]) in kinds or ref in stored
        }
        for ref in stored:
            if ref is not None and ref not in {o.value for o in self.question.options}:
                offered.setdefault(str(ref), f"{ref} (chosen before)")
        return replace(self.choices, **{name: offered})

    def _uploaded(self, names: dict[str, list[Any]]) -> Any:
        """Take the new file out of the names. A text posted in its place is refused later."""
        name = f"{self.question.key}-upload"
        if self.question.kind is not Kind.FILE:
            return None
        values = names.get(name, [])
        files = [value for value in values if hasattr(value, "stream")]
        if len(values) == len(files) <= 1:
            names.pop(name, None)
        return files[0] if files and files[0].filename else None

    def _arrange(self, formdata: Any) -> None:
        """The rows that the page shows: those posted or stored, and one more or less if asked."""
        key = self.question.key
        self.rows = row_ids(self.question, self.posted)
        for name in formdata or ():
            if name == f"{key}-add":
                self._pressed = True
                self.rows.append(_next_row(self.rows))
            elif name.startswith(f"{key}-remove-"):
                self._pressed = True
                self.rows = [row for row in self.rows if name != f"{key}-remove-{row}"]
        while len(self.rows) < max(1, self.question.min_rows):
            self.rows.append(_next_row(self.rows))


def _named(choices: Choices, kind: Kind) -> list[Option]:
    # Built without validation: references are not valid keys.
    hints = choices.warnings if kind is Kind.EVIDENCE else {}
    return [
        Option.model_construct(value=ref, label=label, hint=hints.get(ref, ""))
        for ref, label in choices.named(kind).items()
    ]


def _next_row(rows: Sequence[str]) -> str:
    """Return an unused row id: one more than the highest number in use."""
    numbers = [int(row[1:]) for row in rows if re.fullmatch(r"r[0-9]{1,9}", row)]
    return f"r{max(numbers, default=0) + 1}"


def _hint(asked: Question | Column) -> str:
    least = f"Write at least {asked.min_length} characters." if asked.min_length > 20 else ""
    most = f"At most {asked.max_words} words." if asked.max_words else ""
    return " ".join(part for part in (asked.hint, least, most) if part)


def inside_textarea(text: str) -> Markup:
    """Escape text for a textarea. A browser drops a newline right after the opening tag."""
    html = _referenced(text)
    return Markup("&#10;") + html if html.startswith("&#10;") else html


def _referenced(text: str) -> Markup:
    """Escape text and write its line endings as character references. The component templates
    indent nested content, which would change the text at every line ending that Python recognises.
    """
    html = str(escape(text))
    for end in ("\n", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"):
        html = html.replace(end, f"&#{ord(end)};")
    return Markup(html)  # noqa: S704
