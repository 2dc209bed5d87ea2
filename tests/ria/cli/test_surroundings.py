"""A command beside a demonstration takes its settings from there, and says so."""

from __future__ import annotations

import json
import shutil

import pytest

from ria.demo.service.run import only_one
from ria.demo.service.settings_file import NAME, DemoSettings, write
from tests.ria.cli.conftest import line_of

SECRET = "of the demonstration, and of nobody else"


@pytest.fixture
def demo(tmp_path, environment, laid, monkeypatch):
    """The data directory of a demonstration that was stopped; no variable is set, and the folder
    one works in is that with `var/demo`."""
    folder = tmp_path / "var" / "demo"
    folder.parent.mkdir()
    shutil.move(tmp_path / "data", folder)
    (folder / "now").write_text("2027-03-01T09:00:00+00:00")
    keep(folder)
    environment |= dict.fromkeys(("RIA_ENV", "RIA_DATA_DIR", "RIA_DATABASE_URL"))
    environment |= dict.fromkeys(("RIA_SMTP_URL", "RIA_SECRET_KEY", "RIA_MAIL_MODE"))
    monkeypatch.chdir(tmp_path)
    return folder


def keep(folder, **changed):
    variables = {
        "RIA_ENV": "demo",
        "RIA_DATA_DIR": str(folder),
        "RIA_SECRET_KEY": SECRET,
        "RIA_SMTP_URL": "smtp://127.0.0.1:1",
        "RIA_REDIS_URL": f"redis+socket://{folder}/redis.sock",
        "RIA_FAKE_NOW_FILE": str(folder / "now"),
        **changed,
    }
    write(DemoSettings(folder, variables, frozenset({"RIA_SMTP_URL", "RIA_REDIS_URL"})))


def found(folder) -> str:
    return f"ria: using the demonstration in {folder}\n"


def test_every_command_finds_it(ria, demo):
    assert (demo / NAME).stat().st_mode & 0o777 == 0o600
    for command in (["audit", "verify"], ["audit", "checkpoint"], ["audit", "export"],
                    ["db", "upgrade"], ["tick"], ["tick", "--dry-run"]):  # fmt: skip
        done = ria(*command)
        assert (done.exit_code, done.stderr) == (0, found(demo)), (command, done.output)
    assert "Monday 01 March 2027" in ria("tick").stdout, "the demonstration's date"
    told = ["user", "add", "--email", "a@ria.example", "--name", "A", "--password-stdin"]
    assert ria(*told, stdin="three random words\n").exit_code == 0


def test_it_is_found_wherever_it_is_named(ria, demo, environment, tmp_path, monkeypatch):
    copied = shutil.copytree(demo, tmp_path / "copied")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "RIA_SECRET_KEY is missing" in line_of(ria("audit", "verify"))
    for call in (["--data-dir", str(copied), "db", "upgrade"],
                 ["db", "upgrade", "--data-dir", str(copied)]):  # fmt: skip
        assert ria(*call).stderr == found(copied)
    (demo / "ria.db").unlink()
    environment["RIA_DATA_DIR"] = str(copied)
    done = ria("audit", "verify")
    assert (done.exit_code, done.stderr) == (0, found(copied)), "a copy is one of its own"


def test_a_variable_wins(ria, demo, environment, tmp_path):
    environment["RIA_DATABASE_URL"] = f"sqlite:///{tmp_path}/other.db"
    assert f"there is no database at {tmp_path}/other.db" in ria("audit", "verify").stderr
    environment["RIA_MAIL_MODE"] = "sometimes"
    assert "RIA_MAIL_MODE" in ria("audit", "verify").stderr


def test_production_and_tests_do_not_look(ria, demo, environment):
    environment["RIA_ENV"] = "production"
    for call in (["tick"], ["tick", "--data-dir", str(demo)]):
        assert line_of(ria(*call)).startswith("ria: RIA_SECRET_KEY is missing")
    environment["RIA_ENV"] = "test"
    assert "there is no database" in line_of(ria("tick")), "they are told where to look"
    environment |= {
        "RIA_ENV": None,
        "RIA_SECRET_KEY": "x" * 40,
        "RIA_DATABASE_URL": "sqlite:////none/ria.db",
        "RIA_REDIS_URL": "redis://127.0.0.1",
        "RIA_SMTP_URL": "smtp://127.0.0.1",
    }
    assert "there is no database" in line_of(ria("tick")), "complete, and so a production"


def test_what_needs_a_service_says_that_it_is_gone(ria, demo):
    for command, server in (("deliver", "mail server"), ("worker", "Redis")):
        done = ria(command)
        assert done.exit_code == 1
        assert done.stderr == (
            f"{found(demo)}ria: the demonstration in {demo} is not running, and its {server} "
            "with it: start it with `ria demo`\n"
        )
    doctor = ria("doctor")
    failing = [line for line in doctor.stdout.splitlines() if line.startswith("FAIL")]
    assert len(failing) == 2 and all("is not running" in line for line in failing)
    assert "degraded: tick never ran, deliver never ran" in doctor.stdout
    with only_one(demo):
        assert "is not running" not in ria("deliver").stderr
    keep(demo, RIA_MAIL_MODE="hold")
    assert ria("deliver").exit_code == 0


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"variables": {}}', '{"variables": {"RIA_ENV": "production"}, "own_servers": []}',
     '{"variables": {"RIA_ENV": "demo", "PATH": "/"}, "own_servers": []}'],
)  # fmt: skip
def test_a_file_that_is_something_else(ria, demo, content):
    (demo / NAME).write_text(content)
    assert str(demo / NAME) in line_of(ria("tick"))


def test_a_file_that_others_can_write_is_left_aside(ria, demo):
    (demo / NAME).chmod(0o666)
    assert "RIA_SECRET_KEY is missing" in line_of(ria("tick"))


def test_some_commands_need_no_settings(ria, environment, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment |= {"RIA_ENV": None, "RIA_DATA_DIR": None, "RIA_MAIL_MODE": "sometimes"}
    for command in (["routes"], ["diagram"], ["--help"], ["tick", "--help"]):
        done = ria(*command)
        assert (done.exit_code, done.stderr) == (0, ""), command
    assert json.loads(ria("routes", "--json").stdout)
    assert list(tmp_path.iterdir()) == []
