"""Rules about what the law asks: the grounds named for treating people differently, and rights."""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.quality.case import Case, Rule
from forms.questions.question import QuestionSet

_ONLY_FOR = {
    "age_justified": {"age"},
    "disabled_better": {"disability"},
    "pregnancy_better": {"maternity", "gender", "sex"},
    "special_needs": {"race"},
    "training": {"race"},
}
"""The strands that a ground in the frames is limited to; other grounds apply to all strands."""

_ONLY_BETTER = frozenset(
    {"positive_action", "disabled_better", "pregnancy_better", "special_needs", "training"}
)
"""Grounds that allow people to be helped but never to be treated worse."""


def _ill_fitting_basis(case: Case) -> Iterator[Finding]:
    for number, row in enumerate(case.rows("treatment"), start=1):
        basis, strand = str(row.get("basis", "")), str(row.get("strand", ""))
        name = _label(case.question_set, basis)
        if strand not in _ONLY_FOR.get(basis, {strand}):
            yield case.finding(
                "basis_does_not_fit",
                "treatment",
                f'Row {number}: "{name}" is no ground for treating people differently by {strand}',
                'Choose the ground that the law gives, "Nothing", or "Not sure".',
            )
        elif basis in _ONLY_BETTER and row.get("direction") == "worse":
            yield case.finding(
                "basis_does_not_fit",
                "treatment",
                f'Row {number}: "{name}" lets people be helped, never treated worse',
                'Choose the ground that the law gives, "Nothing", or "Not sure".',
            )


def _label(question_set: QuestionSet, basis: str) -> str:
    column = question_set.question("treatment").column("basis")
    labels = {option.value: option.label for option in column.options} if column else {}
    return labels.get(basis, basis)


def _power_without_right(case: Case) -> Iterator[Finding]:
    power, rights = case.now.known.get("power"), case.now.known.get("rights")
    if isinstance(power, list) and "force" in power and rights == ["none"]:
        yield case.finding(
            "power_without_right",
            "rights",
            "It can use a power or force or take away freedom, and is said to touch no human right",
            "Tick the rights it touches. To touch a right is not to break it.",
        )


RULES = (
    Rule(
        "basis_does_not_fit",
        "Help of the question: treating people worse needs the law's own leave",
        _ill_fitting_basis,
    ),
    Rule(
        "power_without_right",
        "Help of the question: most police powers touch the right to freedom or to a private life",
        _power_without_right,
    ),
)
