"""The commands that work on a database: what they write, and what they say."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from ria.db.migrate import newest
from tests.ria.cli.conftest import line_of
from workflows.diagram import BEGIN, END, mermaid


@pytest.fixture
def living(world, environment, laid, smtp_sink):
    """`ria` on an organisation with a policy that awaits approval."""
    world.awaiting()
    environment["RIA_DATABASE_URL"] = world.store.settings.database_url
    environment["RIA_SMTP_URL"] = smtp_sink.url
    return laid


def test_the_schema_goes_up_and_down(ria):
    assert newest() in ria("db", "upgrade").output
    assert newest() in ria("db", "upgrade").output
    assert ria("db", "downgrade", "base", stdin="n\n").exit_code == 1
    assert ria("db", "downgrade", "base", "--yes").exit_code == 0
    assert "run `ria db upgrade`" in line_of(ria("tick"))


def test_an_account_is_opened_with_its_roles(laid, tmp_path):
    added = laid(
        "user", "add", "--email", "chair@force.example", "--name", "Committee chair",
        "--role", "chair", "--role", "developer", "--unit", "Traffic", "--committee", "Roads",
        "--trained-until", "2029-01-31", "--password-stdin", stdin="three random words\n",
    )  # fmt: skip
    assert added.output == "U1: chair@force.example\n"
    with sqlite3.connect(tmp_path / "data" / "ria.db") as connection:
        account = connection.execute("SELECT password, trained_until FROM account").fetchone()
        grants = connection.execute("SELECT role, committee_id FROM role_grant").fetchall()
    connection.close()
    assert account[0].startswith("$argon2id$") and account[1] == "2029-01-31"
    assert sorted(grants) == [("chair", 1), ("developer", None)]
    assert laid("audit", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("more", "stdin", "said"),
    [
        (["--role", "chair"], "three random words\n", "needs --committee"),
        (["--role", "unit_head"], "three random words\n", "needs --unit"),
        ([], "short\n", "at least 12 characters"),
        (["--email", "nowhere"], "three random words\n", "e-mail address in full"),
    ],
)
def test_an_account_that_cannot_be_opened(laid, more, stdin, said):
    usual = ["--email", "a@force.example", "--name", "A", "--password-stdin"]
    assert said in line_of(laid("user", "add", *usual, *more, stdin=stdin))


def test_deliver_and_tick_say_what_they_did(living, smtp_sink):
    assert living("deliver").output.startswith("3 sent")
    assert living("deliver").output.startswith("0 sent")
    assert len(smtp_sink.received()) == 3
    dry = living("tick", "--as-of", "2026-12-07", "--dry-run")
    assert "2 mails would be written" in dry.output and "the decision of" in dry.output
    assert re.search(r"^\w.* <[^@ ]+@[^@ ]+>, as ", dry.output, re.MULTILINE), "who, and where"
    assert "2 mails written" in living("tick", "--as-of", "2026-12-07").output
    assert "0 mails written" in living("tick", "--as-of", "2026-12-07").output
    assert "No working day" in living("tick", "--as-of", "2026-12-26").output


def test_deliver_without_its_server_fails(living, smtp_sink):
    smtp_sink.stop()
    assert living("deliver").exit_code == 1


def test_the_record_is_verified_anchored_and_exported(living, tmp_path, world):
    fine = living("audit", "verify")
    assert fine.exit_code == 0 and "All" in fine.output and "unanchored" in fine.output

    file = tmp_path / "checkpoint.json"
    file.write_text(living("audit", "checkpoint").output)
    anchored = living("audit", "verify", "--checkpoint", str(file))
    assert anchored.exit_code == 0 and "0 of these events came after" in anchored.output

    exported = [json.loads(line) for line in living("audit", "export").output.splitlines()]
    assert {"chain", "seq", "at", "actor", "kind", "what"} == set(exported[0])

    database = sqlite3.connect(world.store.engine.url.database)
    with database:
        database.execute("UPDATE policy SET title = 'Something else'")
    database.close()
    changed = living("audit", "verify", "--checkpoint", str(file))
    assert changed.exit_code == 1
    assert "policy:1: differs from what the history says of it" in changed.output


def test_a_cut_off_end_shows_against_the_checkpoint(living, tmp_path, world, environment):
    early = tmp_path / "early.db"
    source = sqlite3.connect(world.store.engine.url.database)
    target = sqlite3.connect(early)
    source.backup(target)
    source.close()
    target.close()
    living("deliver")
    file = tmp_path / "checkpoint.json"
    file.write_text(living("audit", "checkpoint").output)

    environment["RIA_DATABASE_URL"] = f"sqlite:///{early}"
    behind = living("audit", "verify", "--checkpoint", str(file))
    assert behind.exit_code == 1
    assert "the database does not" in behind.output


def test_routes_are_listed_with_their_permission(ria):
    listed = json.loads(ria("routes", "--json").output)
    by_path = {route["path"]: route for route in listed}
    assert by_path["/healthz"]["permission"] == "public"
    assert all(route["permission"] for route in listed)
    assert "/healthz" in ria("routes").output


def test_the_diagram_is_printed_or_put_into_a_file(ria, tmp_path):
    assert ria("diagram").output == mermaid()
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    assert ria("diagram", "--into", str(page)).exit_code == 0
    assert mermaid() in page.read_text() and "old" not in page.read_text()


def test_doctor_names_what_is_missing_and_what_is_well(living, environment, redis_url, smtp_sink):
    environment["RIA_REDIS_URL"] = redis_url
    silent = living("doctor")
    assert silent.exit_code == 0, "people go on working"
    assert "WARN  worker" in silent.output and "degraded: tick never ran" in silent.output
    living("tick", "--as-of", "2026-12-07")
    living("tick", "--dry-run")
    assert "tick never ran" in living("doctor").output, "neither was a run of today"
    living("tick")
    living("deliver")
    well = living("doctor")
    assert well.exit_code == 0, well.output
    assert [line.split()[0] for line in well.output.splitlines()] == ["ok"] * 7

    environment["RIA_REDIS_URL"] = "redis://127.0.0.1:1"
    smtp_sink.stop()
    ill = living("doctor")
    assert ill.exit_code == 1
    failing = [line.split()[1] for line in ill.output.splitlines() if line.startswith("FAIL")]
    assert failing == ["redis", "mail"]


def test_too_many_reminders_wait_for_a_word_on_the_command_line(living):
    assert "no reminders wait" in line_of(living("tick", "--confirm"))
