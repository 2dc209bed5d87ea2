"""The dependency law, as written in pyproject.toml."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, parsed, python_files


def test_left_never_imports_right():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_version_is_all_that_ria_itself_holds():
    body = parsed(ROOT / "ria" / "__init__.py").body
    assert [type(node) for node in body] == [ast.Expr, ast.Assign]


def test_models_do_not_defer_their_annotations():
    """SQLModel reads `list[Other]` from the annotation itself, and cannot from its text."""
    for path in python_files("ria"):
        if path.parent == ROOT / "ria" / "models":
            imported = [n.module for n in parsed(path).body if isinstance(n, ast.ImportFrom)]
            assert "__future__" not in imported, path
