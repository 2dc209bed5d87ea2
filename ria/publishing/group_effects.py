"""The effects by group, as the public page shows them: who could be affected, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms.answers.group_effects import group_effects
from forms.questions.question import Question
from ria.publishing.public import PublicForm


def effects_by_group(form: PublicForm) -> list[dict[str, Any]]:
    """Return the strands asked about. Each has `strand` and `groups`, and each group has `group`,
    `effect`, `size`, `how` and `left`.

    `left` is the effect that remains after the changes; None if that was not asked. Only answers to
    public questions are included.
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
    """Merge the groups about which exactly the same is said into one row, in the order of their
    first group. `group` then names them all. This is for display: the snapshot keeps a row for each
    group.
    """
    shared: dict[tuple[Any, ...], list[str]] = {}
    for row in groups:
        shared.setdefault(tuple(row.get(said) for said in _SAID), []).append(str(row["group"]))
    return [
        {"group": _named(names), **dict(zip(_SAID, said, strict=True))}
        for said, names in shared.items()
    ]


_SAID = ("effect", "size", "how", "left")


def _named(names: list[str]) -> str:
    """Join the names with commas, or with semicolons if a name contains a comma."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _row_of(form: PublicForm, key: str, group: str) -> dict[str, Any]:
    value: Any = form.answers.get(key)
    found = value.get(group) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _left(form: PublicForm, strand: str, group: str) -> str | None:
    """Return the remaining effect from the strand's public question that asks for it."""
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
