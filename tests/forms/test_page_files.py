"""The files that declare the questions of page forms: all load, all are used, faults are named."""

from __future__ import annotations

import re

import pytest

from forms.pages.declared import Declared
from forms.questions.source import SetError
from tests.house.tree import ROOT, python_files

FILES = sorted((ROOT / "forms" / "pages").glob("*/*.yaml"))
NAME = """
toy:
  name:
    like: line
    label: What is it called?
    help: Its name.
    example: Custody
    missing: Enter its name
"""


def declared(folder, text):
    path = folder / "toy.yaml"
    path.write_text(text, encoding="utf-8")
    return Declared(path)


def fault(folder, text):
    with pytest.raises(SetError) as refused:
        declared(folder, text)
    return str(refused.value)


def test_every_form_that_is_declared_is_asked_for():
    files = python_files("forms", "ria", "workflows")
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r'"([a-z_]+)"', code))
    forms = {(path.stem, form) for path in FILES for form in Declared(path).forms}
    assert len(forms) > 30
    assert {(file, form) for file, form in forms if form not in named} == set()


def test_a_word_is_filled_in_once_and_a_missing_one_is_an_error(tmp_path):
    toy = declared(tmp_path, NAME.replace("Its name.", "Its name, {example}."))
    assert toy.question("toy", "name", example="{label}").help == "Its name, {label}."
    with pytest.raises(KeyError):
        toy.question("toy", "name")


@pytest.mark.parametrize(("old", "new", "told"), [
    ("help:", "hlp:", "toy.yaml:6: hlp"),
    ("like: line", "like: row", "toy.yaml:4: like: 'row' is not known here"),
    ("like: line", "key: other", "toy.yaml:4: key"),
    ("missing: Enter its name", "minimum: 3", "toy.yaml:3: missing"),
    ("missing:", "show_if: {question: who, answered: true}\n    missing:", "toy.yaml:8: show_if"),
])  # fmt: skip
def test_a_fault_is_told_with_its_file_line_and_key(tmp_path, old, new, told):
    assert told in fault(tmp_path, NAME.replace(old, new))
