"""The glossary's words are those of the code, and none of the words it replaced has come back."""

from __future__ import annotations

import ast
import re

from tests.house.tree import PACKAGES, ROOT, parsed, python_files

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
HEADINGS = {"Word", "---"}

PRIVATE = {
    *("Matter", "heirs", "told_in", "thing", "telling", "settling", "post", "letter", "outgoing"),
    *("standing", "Given", "Move", "moving", "once", "bound", "watching", "panel", "people_of"),
    *("half_typed", "frozen", "open_to", "forgery", "reading", "commanding"),
}
"""Private words that were replaced by the field's terms."""

KINDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def definitions():
    """Every name the code defines: modules, classes, functions, and what is assigned to."""
    for path in python_files(*PACKAGES):
        yield path.stem
        for node in ast.walk(parsed(path)):
            if isinstance(node, KINDS):
                yield node.name
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def test_every_word_of_the_glossary_is_in_the_code():
    defined = set(definitions())
    missing = []
    rows = [row for row in ROW.findall(PAGE) if row[0].strip() not in HEADINGS]
    for word, names in rows:
        for name in re.findall(r"`([^`]+)`", names):
            known = (ROOT / name).exists() if "/" in name else set(name.split(".")) <= defined
            if not known:
                missing.append((word, name))
    assert len(rows) > 40
    assert missing == []


def test_each_word_stands_in_the_glossary_once():
    words = [word.strip() for word, _ in ROW.findall(PAGE) if word.strip() not in HEADINGS]
    assert sorted(words) == sorted(set(words))


def test_no_private_word_names_a_module_a_class_or_a_function():
    found = []
    for path in python_files(*PACKAGES):
        names = [path.stem, *path.relative_to(ROOT).parts[:-1]]
        names += [node.name for node in ast.walk(parsed(path)) if isinstance(node, KINDS)]
        found += [(path.name, name) for name in names if name.strip("_") in PRIVATE]
    assert found == []
