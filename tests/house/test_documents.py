"""The documents name everything an organisation can set, meet or receive."""

from __future__ import annotations

import pytest

from ria.settings import variable_names
from tests.house.tree import ROOT, templates
from workflows.process import PROCESS


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
