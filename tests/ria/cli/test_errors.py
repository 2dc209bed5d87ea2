"""Whatever can go wrong from outside is one clear line and a non-zero exit."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from forms.questions.registry import PACKAGED
from tests.ria.cli.conftest import line_of

OPENING = [
    ["serve"],
    ["worker"],
    ["tick"],
    ["deliver"],
    ["audit", "verify"],
    ["audit", "checkpoint"],
    ["audit", "export"],
    ["user", "add", "--email", "a@ria.example", "--name", "A", "--password-stdin"],
]


@pytest.mark.parametrize("command", OPENING, ids=" ".join)
def test_no_database(ria, command, tmp_path):
    assert "run `ria db upgrade`" in line_of(ria(*command))
    assert not (tmp_path / "data").exists(), "looking must not make one"


@pytest.mark.parametrize("command", [*OPENING, ["db", "upgrade"]], ids=" ".join)
def test_a_wrong_setting(ria, environment, command):
    environment["RIA_MAIL_MODE"] = "sometimes"
    line = line_of(ria(*command))
    assert line == "ria: RIA_MAIL_MODE: must be send, hold or redirect:ADDRESS"


def test_production_without_its_secrets(ria, environment):
    environment["RIA_ENV"] = "production"
    assert "RIA_SECRET_KEY" in line_of(ria("serve"))
    environment["RIA_SECRET_KEY"] = "x" * 40
    assert "RIA_DATABASE_URL, RIA_REDIS_URL, RIA_SMTP_URL" in line_of(ria("serve"))


def test_a_database_server_that_does_not_answer(ria, environment):
    environment["RIA_DATABASE_URL"] = "postgresql://ria@127.0.0.1:1/ria"
    assert "the database cannot be used" in line_of(ria("serve"))
    assert "the database cannot be used" in line_of(ria("db", "upgrade"))


@pytest.mark.parametrize("content", [b"", b"This is no database, whatever its name says." * 100])
def test_a_file_that_is_no_database(ria, environment, tmp_path, content):
    file = tmp_path / "data" / "ria.db"
    file.parent.mkdir()
    file.write_bytes(content)
    line_of(ria("serve"))
    assert file.read_bytes() == content, "looking must not change it"


def test_the_schema_of_another_version(laid, tmp_path):
    with sqlite3.connect(tmp_path / "data" / "ria.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "another version of RIA (9999)" in line_of(laid("serve"))
    assert "another version of RIA (9999)" in line_of(laid("db", "upgrade"))


def test_a_broken_question_set(laid, environment, tmp_path):
    sets = tmp_path / "sets"
    shutil.copytree(PACKAGED, sets)
    file = next(sets.glob("screening.*.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("kind: date", "kind: dart", 1))
    environment["RIA_SETS_DIR"] = str(sets)
    line = line_of(laid("serve"))
    assert line.startswith(f"ria: {file.name}:") and "kind" in line


def test_a_taken_port(laid):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        line = f"ria: port {port} on 127.0.0.1 cannot be used: Address already in use"
        assert line_of(laid("serve", "--port", port)) == line


def test_demonstration_accounts_in_production(laid, environment, tmp_path):
    added = laid(
        "user", "add", "--email", "admin@ria.example", "--name", "Administrator",
        "--role", "administrator", "--password-stdin", stdin="demo-password-1\n",
    )  # fmt: skip
    assert added.exit_code == 0
    environment |= {
        "RIA_ENV": "production",
        "RIA_SECRET_KEY": "x" * 40,
        "RIA_DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'ria.db'}",
        "RIA_REDIS_URL": "redis://127.0.0.1",
        "RIA_SMTP_URL": "smtp://127.0.0.1",
    }
    assert "admin@ria.example" in line_of(laid("serve"))
    assert "demonstration's password" in line_of(
        laid("user", "add", "--email", "b@x.example", "--name", "B", "--password-stdin",
             stdin="demo-password-1\n")
    )  # fmt: skip


def test_a_worker_without_redis(laid):
    assert "RIA_REDIS_URL is not set" in line_of(laid("worker"))


def test_mail_without_a_server(laid, environment):
    assert "RIA_SMTP_URL" in line_of(laid("deliver"))
    environment["RIA_MAIL_MODE"] = "hold"
    assert "nothing was sent" in laid("deliver").output


def test_a_checkpoint_that_is_none(laid, tmp_path):
    file = tmp_path / "checkpoint.json"
    file.write_text("{}")
    assert line_of(laid("audit", "verify", "--checkpoint", str(file))) == (
        "ria: this is not a checkpoint"
    )


def test_demo_refuses_production_and_nonsense(ria, environment, tmp_path):
    assert "no span of time" in line_of(
        ria("demo", "--data-dir", str(tmp_path), "--advance", "soon")
    )
    environment["RIA_ENV"] = "production"
    assert "production" in line_of(ria("demo"))


def test_a_bug_is_not_hidden(ria, monkeypatch):
    def broken() -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("workflows.diagram.mermaid", broken)
    assert isinstance(ria("diagram").exception, ZeroDivisionError)


def test_help_is_instant_and_light():
    script = (
        "import sys, ria.cli; "
        "print([m for m in ('sqlalchemy', 'flask', 'pydantic', 'celery') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "ria", "--help"], capture_output=True, check=True)
    assert time.monotonic() - begun < 2, "two seconds are a loaded machine's; it takes a tenth"


def test_each_command_explains_itself(ria):
    listed = ria("--help").output
    for name in ("demo", "serve", "worker", "tick", "deliver", "db", "user", "audit", "routes"):
        assert f"  {name} " in listed
        assert ria(name, "--help").exit_code == 0
