"""The commands outsiders rely on."""

from __future__ import annotations

import subprocess

from tests.house.tree import ROOT

COMMANDS = ("demo", "setup", "test", "test-long", "bench", "lint", "clean")


def test_make_alone_lists_the_commands():
    listed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {f"make {name}" for name in COMMANDS} <= {
        " ".join(line.split()[:2]) for line in listed.splitlines()
    }


def test_what_ci_runs_is_what_people_run():
    script = (ROOT / ".ci" / "run").read_text()
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
