"""The demonstration's parts by themselves: its time, its Redis, its accounts."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from ria.clock import bank_holidays, parse_instant
from ria.db.engine import open_engine
from ria.db.migrate import SchemaError
from ria.db.store import open_store
from ria.demo.organisation.accounts import ACCOUNTS
from ria.demo.organisation.organisation import ORGANISATION
from ria.demo.service import data, redis
from ria.demo.service.pretended_time import PretendedTime, parse_span
from ria.demo.story.seed import Stopped
from ria.demo.story.timeline import lay_out
from ria.models import Unit
from ria.services.organisation.places import add_unit
from ria.settings import SettingsError, load_settings
from workflows.ladder import is_working_day
from workflows.roles import Role


def instant(path: Path) -> datetime:
    return parse_instant(path.read_text())


@pytest.fixture
def pretended(tmp_path):
    made = PretendedTime(tmp_path / "now")
    made.begin()
    return made


def test_time_runs_on_from_wherever_it_was_put(pretended):
    pretended.path.write_text("2030-02-28T23:59:59.900000+00:00")
    time.sleep(0.2)
    pretended.run_on()
    assert instant(pretended.path) > datetime(2030, 3, 1, tzinfo=UTC)


def test_time_is_moved_forward_and_resumes_there(pretended):
    there = pretended.advance(timedelta(days=3 * 365))
    again = PretendedTime(pretended.path)
    again.begin()
    assert instant(pretended.path) == there
    again.run_on()
    assert there <= instant(pretended.path) < there + timedelta(minutes=1)


def test_time_never_falls_behind(pretended):
    pretended.path.write_text("2020-01-01T00:00:00+00:00")
    PretendedTime(pretended.path).begin()
    assert abs(instant(pretended.path) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_broken_file_is_made_anew(pretended):
    pretended.path.write_text("tomorrow")
    pretended.run_on()
    assert abs(instant(pretended.path) - datetime.now(UTC)) < timedelta(minutes=1)


def test_spans(pretended):
    assert parse_span("90d") == timedelta(days=90)
    assert parse_span("12w") == timedelta(weeks=12)
    for span in ("", "90", "-1d", "1y", "d", "1.5d", "999999d"):
        with pytest.raises(SettingsError, match="90d or 12w"):
            parse_span(span)
    with pytest.raises(SettingsError, match="year 9999"):
        for _ in range(10):
            pretended.advance(parse_span("99999w"))


def test_redis_is_found_on_the_path_or_in_a_wheel(monkeypatch):
    assert Path(redis.find_server()).name in redis.PROGRAMS
    monkeypatch.setenv("PATH", "/nonexistent")
    assert Path(redis.find_server()).is_file()
    monkeypatch.setattr(redis, "WHEELS", ())
    with pytest.raises(SettingsError, match="RIA_REDIS_URL"):
        redis.find_server()


def test_a_long_path_gets_a_short_socket(tmp_path):
    assert redis.socket_path(Path("/var/ria")) == Path("/var/ria/redis.sock")
    long = redis.socket_path(tmp_path / ("x" * 150))
    assert len(str(long)) <= redis.LONGEST_SOCKET_PATH
    assert long.parent.stat().st_mode & 0o777 == 0o700
    long.parent.rmdir()


def test_one_account_for_every_role():
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert len(ORGANISATION["committees"]) == 16


def test_what_was_interrupted_is_begun_anew(tmp_path, monkeypatch):
    given = load_settings(env="demo", data_dir=tmp_path, mail_mode="hold")
    stopped = iter([False, True])
    with pytest.raises(Stopped):
        data.prepare(given, is_stopped=lambda: next(stopped))
    assert (tmp_path / "seeding").exists()
    monkeypatch.setattr(data, "seed", lambda store, clock, **_: add_unit(store, "Policy Unit"))
    said = []
    data.prepare(given, said.append)
    assert said == [data.FIRST_START]
    assert (tmp_path / "seeded").exists() and not (tmp_path / "seeding").exists()
    store = open_store(given)
    with store.read_session() as session:
        assert len(session.exec(select(Unit)).all()) == 1
    data.prepare(given, said.append)
    assert len(said) == 1, "the second start finds all of it"
    store.close()


def test_data_of_another_version_are_made_anew(tmp_path, monkeypatch):
    """An older demonstration left an empty marker, and a revision that nobody knows any more."""
    given = load_settings(env="demo", data_dir=tmp_path, mail_mode="hold")
    monkeypatch.setattr(data, "seed", lambda store, clock, **_: add_unit(store, "Policy Unit"))
    data.prepare(given)
    with closing(sqlite3.connect(tmp_path / "ria.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0019'")
    (tmp_path / "seeded").write_text("")
    said = []
    data.prepare(given, said.append)
    assert said == [data.OUTDATED, data.FIRST_START]
    data.prepare(given, said.append)
    assert len(said) == 2
    store = open_store(given)
    with store.read_session() as session:
        assert len(session.exec(select(Unit)).all()) == 1
    store.close()


def test_an_older_database_of_ones_own_is_refused_in_one_line(both_databases, tmp_path):
    engine = open_engine(both_databases)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0019'"))
    engine.dispose()
    given = load_settings(env="demo", data_dir=tmp_path / "own", database_url=both_databases)
    given.data_dir.mkdir()
    (given.data_dir / "seeded").write_text("")
    with pytest.raises(SchemaError, match="begin with an empty database"):
        data.prepare(given)


def test_policies_of_ones_own_are_left_alone(world):
    world.register()
    with pytest.raises(SettingsError, match="empty database"):
        data.prepare(world.store.settings)


def test_lives_keep_to_working_days_and_to_their_order():
    christmas = date(2026, 12, 28)
    found = lay_out([0, 1, 1, 1, 9], christmas, number=5)
    assert found == sorted(set(found)) and len(found) == 5
    days = [at.date() for at in found]
    assert days[-1] == date(2026, 12, 24)
    assert all(is_working_day(day, bank_holidays()) for day in days)
