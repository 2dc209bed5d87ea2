"""Who could be affected, and how: the effects by group as the public page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms.answers.group_effects import group_effects
from forms.questions.question import Question
from ria.publishing.public import PublicForm


def effects_by_group(form: PublicForm) -> list[dict[str, Any]]:
    """The strands asked about: `strand`, `groups` of `group`, `effect`, `size`, `how`, `left`.

    `left` is what remains after the changes; None where nobody was asked about it. Only what
    public questions say is in it.
    """
    content = form.content
    labels = {strand.key: strand.label for strand in content.questions.strands}
    strands: dict[str, list[dict[str, Any]]] = {}
    for effect in group_effects(content.questions, content.answers):
        question = form.questions.get(effect.question)
        if question is None or not effect.value:
            continue  # for another audience, or unanswered
        row = _row_of(form, effect.question, effect.group)
        strands.setdefault(labels.get(effect.strand, effect.strand), []).append(
            {
                "group": effect.label,
                "effect": _label(question, "effect", effect.value),
                "size": _label(question, "size", effect.size),
                "how": row.get("how"),
                "left": _left(form, effect.strand, effect.group),
            }
        )
    return [{"strand": name.capitalize(), "groups": rows} for name, rows in strands.items()]


def together(groups: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows for a page: groups about which the very same is said share one, in the order of
    the first of them. `group` names them all; the snapshot itself keeps a row for each."""
    shared: dict[tuple[Any, ...], list[str]] = {}
    for row in groups:
        shared.setdefault(tuple(row.get(said) for said in _SAID), []).append(str(row["group"]))
    return [
        {"group": _named(names), **dict(zip(_SAID, said, strict=True))}
        for said, names in shared.items()
    ]


_SAID = ("effect", "size", "how", "left")


def _named(names: list[str]) -> str:
    """All the names; those with a comma in them are kept apart by semicolons."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _row_of(form: PublicForm, key: str, group: str) -> dict[str, Any]:
    value: Any = form.answers.get(key)
    found = value.get(group) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _left(form: PublicForm, strand: str, group: str) -> str | None:
    """What is left of the effect, from the public question of this strand that asks for it."""
    for section in form.content.questions.sections:
        for question in section.questions:
            if section.strand == strand and question.column("residual") is not None:
                row = _row_of(form, question.key, group)
                if row.get("residual"):
                    return _label(question, "residual", str(row["residual"]))
    return None


def _label(question: Question, column: str, value: str) -> str | None:
    asked = question.column(column)
    labels = {option.value: option.label for option in asked.choices} if asked else {}
    return labels.get(value, value) or None
