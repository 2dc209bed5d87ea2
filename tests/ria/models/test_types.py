"""Column types give the same values and the same order on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import SQLModel, col, select

from ria.db.engine import open_engine
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import Unit, User
from ria.models.types import Instant, instant_text, sort_key
from tests.ria.building import MORNING

LATER = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (datetime(2026, 7, 1, 0, 30, tzinfo=UTC), "2026-07-01T00:30:00.000000+00:00"),
        (datetime(2026, 7, 1, 8, 30, 0, 7, tzinfo=LATER), "2026-06-30T23:30:00.000007+00:00"),
    ],
)
def test_an_instant_is_text_of_one_width(instant, told):
    assert instant_text(instant) == told
    assert Instant().process_result_value(told, None) == instant


def test_an_instant_without_a_time_zone_is_nobodys_time():
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 7, 1))  # noqa: DTZ001


def test_the_order_of_the_text_is_the_order_of_time():
    instants = [MORNING + timedelta(microseconds=n * 999_999) for n in range(50)]
    texts = [instant_text(instant) for instant in instants]
    assert sorted(texts) == texts


def test_an_instant_survives_both_databases(world_on_both):
    at = datetime(2026, 7, 1, 0, 30, 0, 123_456, tzinfo=UTC)
    with unit_of_work(world_on_both.store) as unit:
        user = unit.session.get_one(User, world_on_both.ids["author"])
        user.created_at = at.astimezone(LATER)
        unit.save(user)
        unit.record(ORGANISATION, "noted", SYSTEM)
    assert world_on_both.all(User)[0].created_at == at
    assert world_on_both.faults() == []


def test_a_bare_time_does_not_reach_the_database(world):
    with (
        pytest.raises((StatementError, ValueError), match="time zone"),
        unit_of_work(world.store) as unit,
    ):
        user = unit.session.get_one(User, world.ids["author"])
        user.created_at = datetime(2026, 7, 1)  # noqa: DTZ001
        unit.save(user)


@pytest.mark.parametrize(
    ("one", "other"),
    [("É", "é"), ("e\u0301", "É"), ("ﬁle", "FILE"), ("STRASSE", "straße"), ("Ｐ１", "p1")],
)
def test_text_that_reads_alike_has_one_key(one, other):
    assert sort_key(one) == sort_key(other)


def test_text_comes_in_one_order_on_both_databases(world_on_both):
    names = ["b", "A", "a", "É", "é", "Z", "_", "10", "9", "ß"]
    with unit_of_work(world_on_both.store) as unit:
        for name in names:
            unit.save(Unit(name=name))
        unit.record(ORGANISATION, "noted", SYSTEM)
    with world_on_both.store.read_session() as session:
        found = session.exec(select(Unit.name).order_by(col(Unit.name))).all()
    assert [name for name in found if name in names] == sorted(names)


def test_a_choice_holds_nothing_else_on_both_databases(both_databases):
    engine = open_engine(both_databases)
    with engine.connect() as connection:
        row = {"ref": "U1", "name": "x", "email": "a@b", "email_key": "a@b", "active": True,
               "fs_uniquifier": "x", "created_at": MORNING}  # fmt: skip
        connection.execute(insert(User).values(row))
        with pytest.raises(DBAPIError):
            connection.execute(text("INSERT INTO role_grant (user_id, role) VALUES (1, 'emperor')"))
    engine.dispose()


def test_every_constraint_has_a_name():
    unnamed = [
        (table.name, type(constraint).__name__)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_every_unique_constraint_covers_columns_that_are_never_empty():
    """On SQLite a NULL in a unique key lets duplicates in."""
    loose = [
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "UniqueConstraint"
        for column in constraint.columns
        if column.nullable
    ]
    assert loose == []
