"""How long and how plain files may be."""

from __future__ import annotations

import ast
import re
from collections import Counter
from statistics import median

from tests.house.tree import ROOT, kept_files, named, parsed, python_files, templates

LONGEST_FILE = 400
USUAL_FILE = 90
FULLEST_FOLDER = 15
LONGEST_TEMPLATE = 250
LONGEST_TASK = 10
KINDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
PRIVATE = {
    *("Matter", "heirs", "told_in", "thing", "telling", "settling", "post", "letter", "outgoing"),
    *("standing", "Given", "Move", "moving", "once", "bound", "watching", "panel", "people_of"),
    *("half_typed", "frozen", "open_to", "forgery", "reading", "commanding"),
}
"""Private words that were replaced by the field's terms."""
SOURCE = ("workflows", "forms", "ria", "worker", "templates")


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long_to_read():
    paths = python_files(*SOURCE, "tests", "benchmarks")
    styles = [p for p in kept_files() if p.suffix in {".scss", ".js", ".mjs"}]
    long = {named(path): lines(path) for path in paths + styles if lines(path) > LONGEST_FILE}
    assert long == {}


def test_most_files_are_short():
    assert median(lines(path) for path in python_files(*SOURCE)) < USUAL_FILE


def test_no_folder_is_a_drawer():
    """One subject, one folder. Migrations and question sets are series, not drawers."""
    paths = [*python_files(*SOURCE, "tests", "benchmarks"), *templates()]
    mails = "templates/emails"
    held = Counter(named(path.parent) for path in paths if not named(path).startswith(mails))
    assert {folder: n for folder, n in held.items() if n > FULLEST_FOLDER} == {}


def test_no_template_is_too_long_to_read():
    long = {named(path): lines(path) for path in templates() if lines(path) > LONGEST_TEMPLATE}
    assert long == {}


def test_tasks_are_thin():
    """A task opens a session and calls one service; what it does is the service's."""
    thick = {}
    functions = [
        node
        for node in ast.walk(parsed(ROOT / "worker" / "tasks.py"))
        if isinstance(node, ast.FunctionDef)
    ]
    for function in functions:
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = body[-1].end_lineno - body[0].lineno + 1
        if length > LONGEST_TASK:
            thick[function.name] = length
    assert functions
    assert thick == {}


def test_modules_and_public_functions_say_what_they_are():
    silent = {named(path): undescribed(path) for path in python_files(*SOURCE)}
    assert {name: names for name, names in silent.items() if names} == {}


def undescribed(path):
    """The names in a module that have no docstring, the module's own among them."""
    tree = parsed(path)
    public = [n for n in tree.body if isinstance(n, KINDS) and not n.name.startswith("_")]
    module = [] if ast.get_docstring(tree) else ["the module"]
    return module + [node.name for node in public if not ast.get_docstring(node)]


def test_nothing_is_left_to_do():
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    texts = [*python_files(*SOURCE, "tests"), *templates()]
    assert [named(p) for p in texts if mark.search(p.read_text(encoding="utf-8"))] == []


def test_no_private_word_names_a_module_a_class_or_a_function():
    found = []
    for path in python_files(*SOURCE):
        names = [path.stem, *path.relative_to(ROOT).parts[:-1]]
        names += [node.name for node in ast.walk(parsed(path)) if isinstance(node, KINDS)]
        found += [(path.name, name) for name in names if name.strip("_") in PRIVATE]
    assert found == []
