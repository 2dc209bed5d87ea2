"""What the checkout holds, for the house tests."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("workflows", "forms", "ria", "worker", "templates")


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is in git, or would be if it were added now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    found = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def named(path: Path) -> str:
    """The path as it is said: from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders. Migrations are history: their shape is left alone."""
    return [
        path
        for path in kept_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "versions" not in path.parts
    ]


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=named(path))


def templates() -> list[Path]:
    """Every Jinja template."""
    kinds = {".html", ".txt", ".xml", ".jinja"}
    return [p for p in kept_files() if named(p).startswith("templates/") and p.suffix in kinds]
