"""The picture of the process is drawn from the table, always the same, and complete."""

import os
import re
import subprocess
import sys

import pytest

from workflows.actions import Action
from workflows.diagram import BEGIN, END, embedded, mermaid
from workflows.process import PROCESS
from workflows.stages import ENDED, OWN_STAGE, Stage

TEXT = mermaid()


def arrows():
    return {
        (source, target): label
        for source, target, label in re.findall(r"^\s*(\S+) --> (\S+) : (.+)$", TEXT, re.MULTILINE)
    }


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_it_is_the_same_in_every_process(seed):
    drawn = subprocess.run(
        [sys.executable, "-c", "from workflows.diagram import mermaid; print(mermaid(), end='')"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert drawn.stdout == TEXT


def test_every_stage_is_named_once():
    for stage in Stage:
        assert TEXT.count(f'state "{stage.label}" as {stage.value}\n') == 1


def test_every_way_of_the_table_has_its_arrow():
    drawn = arrows()
    for row in PROCESS:
        if row.action is Action.RETURN and row.target != OWN_STAGE[row.source]:
            assert (row.source, row.target) not in drawn or "return" not in drawn[
                row.source, row.target
            ]
            continue
        grouped = row.action in {Action.WITHDRAW, Action.REJECT}
        label = drawn["open_edition" if grouped else row.source, row.target]
        assert row.action.replace("_", " ") in label


def test_every_arrow_comes_from_the_table():
    known = {(row.source.value, row.target.value) for row in PROCESS}
    known |= {("open_edition", row.target.value) for row in PROCESS if row.target in ENDED}
    assert set(arrows()) <= known


def test_the_approvals_say_what_tells_them_apart():
    drawn = arrows()
    assert drawn["screening_approval", "screened_out"] == "approve (not relevant)"
    assert drawn["review_approval", "current"] == "approve (continue), approve (amend)"


def test_no_label_holds_a_sign_the_drawing_program_reads_as_its_own():
    assert all(not set(label) & set(':;{}<>#"') for label in arrows().values())


def test_it_is_put_between_its_markers_and_putting_it_again_changes_nothing():
    text = f"# Title\n\n{BEGIN}\nold\n{END}\n\nMore.\n"
    once = embedded(text)
    assert once == f"# Title\n\n{BEGIN}\n```mermaid\n{TEXT}```\n{END}\n\nMore.\n"
    assert embedded(once) == once


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}"])
def test_a_text_without_its_markers_is_refused(text):
    with pytest.raises(ValueError, match="process:begin"):
        embedded(text)
