"""Every question of every set has a record that says why it is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.questions.question import QuestionSet
from tests.forms.samples import registry

RECORDS = Path(__file__).parents[3] / "docs" / "questions"


def unexplained(question_set: QuestionSet, record: str) -> set[str]:
    """The questions the record does not name; those repeated per strand are named once."""
    named = set(re.findall(r"`([a-z_]+)`", record))
    strands = {strand.key for strand in question_set.strands}
    missing = {question.key for question in question_set.questions()} - named
    for strand in strands:
        suffixes = {name.removeprefix("race_") for name in named if name.startswith("race_")}
        missing -= {f"{strand}_{suffix}" for suffix in suffixes}
    return missing


def record_of(question_set: QuestionSet) -> str:
    name = question_set.form.replace("_", "-")
    (path,) = RECORDS.glob(f"0*-{name}.md")
    text = path.read_text(encoding="utf-8")
    assert f"forms/sets/{question_set.form}.{question_set.version}.yaml" in text
    return text


@pytest.mark.parametrize("question_set", registry().all(), ids=lambda s: f"{s.form} {s.frame}")
def test_every_question_is_explained(question_set):
    record = record_of(question_set)
    assert not unexplained(question_set, record) - {
        f"{s.key}_effects" for s in question_set.strands
    }
    assert "## Sources" in record
    assert "Own choice" in record


@pytest.mark.parametrize("path", sorted(RECORDS.glob("0*.md")), ids=lambda path: path.stem)
def test_no_record_explains_a_question_that_is_not_asked(path):
    form = path.stem[5:].replace("-", "_")
    sets = [s for s in registry().all() if s.form == form]
    known = {q.key for s in sets for q in s.questions()}
    known |= {column.key for s in sets for q in s.questions() for column in q.columns}
    table = path.read_text(encoding="utf-8").split("## Questions")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in first_cells for name in re.findall(r"`([a-z_]+)`", cell)} <= known
