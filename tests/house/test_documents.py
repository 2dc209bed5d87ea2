"""The documents name everything an organisation can set, meet or receive."""

from __future__ import annotations

import re

import pytest

from ria.settings import variable_names
from tests.house.tree import ROOT, templates
from workflows.process import PROCESS

ADDING = ROOT / "docs" / "adding-a-record.md"
MOST_FILES = 12


@pytest.fixture(scope="module")
def documents():
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def unnamed(words, documents):
    """The words that stand nowhere in the documents as code."""
    return sorted(word for word in words if f"`{word}`" not in documents)


def test_every_setting_is_named(documents):
    assert unnamed(variable_names(), documents) == []


def test_every_guard_is_named(documents):
    guards = {guard.id for row in PROCESS for guard in row.requires}
    assert guards
    assert unnamed(guards, documents) == []


def test_every_mail_is_named(documents):
    mails = ROOT / "templates" / "emails"
    kinds = {path.parent.name for path in templates() if path.parent.parent == mails}
    assert kinds
    assert unnamed(kinds, documents) == []


def test_every_stage_of_the_make_file_is_named(documents):
    commands = ("make demo", "make test")
    assert unnamed(commands, documents) == []


def test_the_files_are_there_speak_of_the_record_and_are_few_enough():
    text = ADDING.read_text(encoding="utf-8")
    files = re.findall(r"^\| \d+ \| `([^`]+)` \|", text, re.MULTILINE)
    assert 0 < len(files) <= MOST_FILES
    silent = [name for name in files
              if "committee" not in (ROOT / name).read_text(encoding="utf-8").lower()
              and name != "ria/web/blueprints.py"]  # fmt: skip
    assert silent == []


def test_nothing_else_of_the_product_declares_it():
    """A new place that every record had to be written into would belong to the list above."""
    listed = ADDING.read_text(encoding="utf-8")
    declared = {"COMMITTEE_PAGES", "committee_pages"}
    found = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "ria").rglob("*.py"))
             if declared & set(re.findall(r"\w+", path.read_text(encoding="utf-8")))]  # fmt: skip
    assert [name for name in found if f"`{name}`" not in listed] == []
