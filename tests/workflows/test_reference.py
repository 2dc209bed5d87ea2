"""The reference page says what the table says."""

from __future__ import annotations

from pathlib import Path

from workflows.process import PROCESS
from workflows.reference import guards, page
from workflows.stages import Stage

FILE = Path(__file__).parents[2] / "docs" / "reference" / "process.md"


def test_the_page_is_up_to_date():
    told = "run `python -m workflows.reference > docs/reference/process.md`"
    assert FILE.read_text(encoding="utf-8") == page(), told


def test_every_guard_stands_on_it_with_its_reason():
    assert {g.id for g in guards()} == {g.id for row in PROCESS for g in row.requires}
    for guard in guards():
        assert f"| `{guard.id}` | {guard.reason} | {guard.hint} |" in page()


def test_every_row_and_every_stage_stands_on_it():
    lines = page().splitlines()
    numbers = {line.split(" | ")[0].removeprefix("| ") for line in lines}
    assert {str(row.number) for row in PROCESS} <= numbers
    assert all(f"| {stage.label} | `{stage.value}` |" in page() for stage in Stage)


def test_no_cell_breaks_the_table():
    for line in page().splitlines():
        if line.startswith("|"):
            assert line.count("|") in (4, 8), line
