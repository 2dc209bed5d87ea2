"""`ria demo` as a stranger meets it: it starts, it works, and nothing is left when it ends."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ria.clock import parse_instant
from ria.demo.organisation.accounts import ACCOUNTS, PASSWORD
from ria.demo.service.children import SHORTEST_LIFE
from tests.ria.demo.family import command, family, is_alive
from tests.support.processes import end, eventually, free_port

pytestmark = pytest.mark.timeout(600)  # whoever comes first waits until two years have passed

START = 60


class Demo:
    """One `ria demo` process on its own data directory and port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.output = folder.parent / "output.txt"

    def launch(self) -> None:
        """Start it."""
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                self.command("--port", str(self.port)),
                stdout=output, stderr=output, env=bare_environment(), start_new_session=True,
            )  # fmt: skip

    def start(self) -> Demo:
        """Start it and wait for its first page."""
        self.launch()
        eventually(lambda: "Stop with Ctrl-C" in self.said(), "the demo's welcome", START)
        return self

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ria", "demo", "--data-dir", str(self.folder), *arguments]

    def said(self) -> str:
        assert self.process.poll() is None, self.output.read_text()
        return self.output.read_text()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def again(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A second `ria demo` on the same data directory."""
        return subprocess.run(
            self.command(*arguments),
            check=False,
            capture_output=True,
            text=True,
            env=bare_environment(),
            timeout=30,
        )

    def mails(self) -> list[Path]:
        return sorted((self.folder / "mail").glob("*.eml"))


def bare_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RIA_")}


def ria(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Another command, without a variable."""
    return subprocess.run(
        [sys.executable, "-m", "ria", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=bare_environment(),
        timeout=60,
    )


def none_is_left(pids: list[int]) -> bool:
    return not any(is_alive(pid) for pid in pids)


@pytest.fixture
def demo(data_dir):
    made = Demo(data_dir)
    yield made
    if made.process.poll() is None:
        end(made.process)


def test_it_can_be_stopped_while_its_data_is_made(tmp_path):
    made = Demo(tmp_path / "new")
    made.launch()
    eventually(lambda: "Living through" in made.said(), "the first month", START)
    everything = family(made.process.pid)
    made.process.send_signal(signal.SIGINT)
    assert made.process.wait(20) == 0
    assert none_is_left(everything)
    assert made.output.read_text().endswith("Stopped.\n")
    assert not (made.folder / "seeded").exists()


def test_it_starts_works_stops_and_goes_on(demo):
    demo.start()
    assert json.loads(demo.get("/healthz")) == {"status": "ok"}
    eventually(lambda: json.loads(demo.get("/readyz"))["status"] == "ready", "both runs", START)
    said = demo.said()
    assert f"http://127.0.0.1:{demo.port}" in said and PASSWORD in said
    assert all(account.email in said for account in ACCOUNTS)
    for private in ("redis.sock", "settings.json"):
        assert stat.S_IMODE((demo.folder / private).stat().st_mode) == 0o600
    assert ria("--data-dir", str(demo.folder), "deliver").returncode == 0

    assert "First start" not in said, "the data is not put in a second time"

    second = demo.again("--port", str(free_port()))
    assert second.returncode == 1 and "already" in second.stderr
    assert len(second.stderr.splitlines()) == 1

    moved = demo.again("--advance", "90d")
    assert moved.returncode == 0 and moved.stdout.startswith("It is now ")
    pretended = parse_instant((demo.folder / "now").read_text())
    assert pretended - datetime.now(UTC) > timedelta(days=89)

    everything = family(demo.process.pid)
    assert len(everything) >= 7  # itself, Redis, mail, web and its process, worker and its, beat
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(20) == 0
    assert none_is_left(everything)
    assert demo.output.read_text().endswith("Stopped.\n")

    folder = ["--data-dir", str(demo.folder)]
    verified = ria(*folder, "audit", "verify")
    assert verified.returncode == 0 and verified.stdout.rstrip().endswith("go unseen.")
    assert verified.stderr == f"ria: using the demonstration in {demo.folder}\n"
    refused = ria(*folder, "deliver")
    assert refused.returncode == 1 and "is not running" in refused.stderr.splitlines()[-1]

    demo.start()
    assert parse_instant((demo.folder / "now").read_text()) >= pretended
    assert json.loads(demo.get("/healthz")) == {"status": "ok"}


def test_killed_outright_it_leaves_nothing(demo):
    demo.start()
    everything = family(demo.process.pid)
    demo.process.kill()
    demo.process.wait()
    eventually(lambda: none_is_left(everything), "every process to end", 15)


def test_a_killed_part_is_started_again(demo):
    demo.start()

    def workers() -> set[int]:
        return {
            pid for pid in family(demo.process.pid) if {"worker.app", "worker"} <= set(command(pid))
        }

    killed = workers()
    time.sleep(SHORTEST_LIFE)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: workers() - killed, "another worker")


def test_a_taken_port_is_one_line(demo):
    demo.start()
    other = Demo(demo.folder.parent / "other")
    refused = other.again("--port", str(demo.port))
    assert refused.returncode == 1
    assert refused.stderr == (
        f"ria: port {demo.port} on 127.0.0.1 cannot be used: Address already in use\n"
    )
