"""The documents name everything an organisation can set, meet or receive."""

from __future__ import annotations

import ast
import re

import pytest

from ria.settings import variable_names
from tests.house.tree import PACKAGES, ROOT, parsed, python_files, templates
from workflows.process import PROCESS

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
HEADINGS = {"Word", "---"}
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


def definitions():
    """Every name the code defines: modules, classes, functions, and what is assigned to."""
    for path in python_files(*PACKAGES):
        yield path.stem
        for node in ast.walk(parsed(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def test_every_word_of_the_glossary_is_in_the_code():
    defined = set(definitions())
    missing = []
    rows = [row for row in ROW.findall(GLOSSARY) if row[0].strip() not in HEADINGS]
    for word, names in rows:
        for name in re.findall(r"`([^`]+)`", names):
            known = (ROOT / name).exists() if "/" in name else set(name.split(".")) <= defined
            if not known:
                missing.append((word, name))
    assert len(rows) > 40
    assert missing == []


def test_each_word_stands_in_the_glossary_once():
    words = [word.strip() for word, _ in ROW.findall(GLOSSARY) if word.strip() not in HEADINGS]
    assert sorted(words) == sorted(set(words))


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
