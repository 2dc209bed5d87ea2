"""Runs `ria` in this process, with an environment of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ria.cli import main

Ria = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables that `ria` is given: change them before a call."""
    for name in ("RIA_ENV", "RIA_PORT", "RIA_REDIS_URL", "RIA_FAKE_NOW_FILE"):
        monkeypatch.delenv(name, raising=False)
    return {"RIA_ENV": "test", "RIA_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def ria(environment: dict[str, str]) -> Ria:
    """`ria("db", "upgrade")`; `input` is what stands on standard input."""

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, env=environment, input=stdin)

    return run


@pytest.fixture
def laid(ria: Ria) -> Ria:
    """The same with an empty database."""
    assert ria("db", "upgrade").exit_code == 0
    return ria


def line_of(result: Result) -> str:
    """The one line on standard error of a command that failed in an orderly way."""
    assert result.exit_code == 1, (result.output, result.exception)
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]
