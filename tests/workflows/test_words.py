"""The words of the process: every one has a label, and the groups of stages divide them all."""

import ast
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import workflows
from workflows.actions import Action
from workflows.errors import ActionNotPossible, IntervalError, ProcessError
from workflows.facts.facts import Facts
from workflows.guards.guard import ActionRefused
from workflows.levels import Level
from workflows.process import PROCESS
from workflows.roles import Party, Role
from workflows.stages import APPROVAL, CURRENT, ENDED, FORM_AT, FORM_STAGES, OPEN, OWN_STAGE, Stage

FILES = sorted(Path(workflows.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("words", [Stage, Action, Level, Role, Party])
def test_every_word_has_a_label_of_its_own(words):
    labels = [word.label for word in words]
    assert all(label and "_" not in label for label in labels)
    assert len(set(labels)) == len(labels)


def test_every_stage_is_open_current_or_ended():
    assert set(Stage) == OPEN | CURRENT | ENDED
    assert len(OPEN) + len(CURRENT) + len(ENDED) == len(Stage) == 20


def test_an_approval_stage_decides_on_what_is_submitted_to_it():
    assert APPROVAL == set(OWN_STAGE) == {stage for stage in Stage if stage.endswith("_approval")}
    for stage in APPROVAL:
        own = FORM_AT[stage]
        assert FORM_AT[own.stage] is own
        assert stage.label == f"{own.words.capitalize()}, awaiting approval"
    submitted = {row.target: row.source for row in PROCESS if row.action is Action.SUBMIT}
    assert submitted == OWN_STAGE


def test_every_stage_with_a_form_has_one_entry():
    assert len({found.form for found in FORM_STAGES}) == len(FORM_STAGES)
    assert [found.stage for found in FORM_STAGES if found.approval is None] == [Stage.APPROVED]
    order = list(Stage)
    assert [found.stage for found in FORM_STAGES] == sorted(
        (found.stage for found in FORM_STAGES), key=order.index
    )
    assert all(found.signed_as for found in FORM_STAGES if found.approval is not None)


def test_levels_compare_by_rank():
    assert sorted(Level) == [Level.NONE, Level.LOW, Level.MEDIUM, Level.HIGH]
    assert [level.rank for level in sorted(Level)] == [0, 1, 2, 3]
    assert max(Level.LOW, Level.HIGH, Level.MEDIUM) is Level.HIGH
    assert Level.LOW <= Level.LOW < Level.MEDIUM
    assert Level.HIGH >= Level.HIGH > Level.MEDIUM
    assert Level.MEDIUM > "low"
    with pytest.raises(ValueError, match="nonsense"):
        assert Level.MEDIUM > "nonsense"


def test_facts_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Facts().final_level = None


def test_every_refusal_is_one_of_the_process():
    for refusal in (ActionNotPossible, ActionRefused, IntervalError):
        assert issubclass(refusal, ProcessError)
    assert issubclass(IntervalError, ValueError)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_the_engine_knows_the_state_machine_library_and_nothing_else_is_needed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    allowed = set(sys.stdlib_module_names) | {"workflows"}
    assert imported - allowed == ({"transitions"} if path.name == "engine.py" else set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_everything_public_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
