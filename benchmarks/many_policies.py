"""A register of many policies, of which some fall due today: laid with a few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, text
from sqlmodel import Session

from ria.clock import london_date
from ria.db.store import Store
from ria.history.canonical import GENESIS
from ria.models import (
    ASSESSMENT,
    Assessment,
    Committee,
    HistoryHead,
    Operation,
    Policy,
    Schedule,
    SubjectType,
    Unit,
    User,
)
from workflows.stages import Stage

OWNERS = 400
"""Each with an equal share of what is due: fewer than the mails that would wait for a word."""


@dataclass(frozen=True)
class Register:
    """How many policies there are, and how many of them fall due on `day`."""

    many: int
    due: int
    day: date


def lay_register(store: Store, many: int, due: int) -> Register:
    """Put `many` policies in screening into an empty database. For the first `due` a step of their
    ladder fires today, for the others in a year."""
    day = london_date(store.clock.now())
    with store.writer() as session:
        _first_of_each(session, store, day)
        session.flush()
        lay = session.connection()
        _clone(lay, "account", OWNERS, {
            "id": "i", "ref": "'U' || i", "email": "'owner' || i || '@ria.example'",
            "email_key": "'owner' || i || '@ria.example'", "fs_uniquifier": "'u' || i",
        })  # fmt: skip
        _clone(lay, "policy", many, {
            "id": "i", "reference": "'B' || i", "reference_key": "'b' || i",
            "owner_id": f"1 + i % {OWNERS}",
        })  # fmt: skip
        _clone(lay, "assessment", many, {"id": "i", "policy_id": "i"})
        later = (day + timedelta(days=365)).isoformat()
        _clone(lay, "schedule", many, {
            "target_id": "i",
            "policy_id": "i",
            "fires_on": f"CASE WHEN i <= {due} THEN t.fires_on ELSE {_day(lay, later)} END",
            "due_on": f"CASE WHEN i <= {due} THEN t.due_on ELSE {_day(lay, later)} END",
        }, key="target_id")  # fmt: skip
        _clone(lay, "history_head", many, {"chain": "'B' || i"}, key="seq")
        session.commit()
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return Register(many, due, day)


def _first_of_each(session: Session, store: Store, day: date) -> None:
    at = store.clock.now()
    session.add(Unit(id=1, name="Policy unit"))
    session.add(Committee(id=1, name="Operations"))
    session.add(
        User(
            id=1, ref="U1", name="Policy developer", email="owner1@ria.example",
            email_key="owner1@ria.example", fs_uniquifier="u1", created_at=at,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Policy(
            id=1, reference="B1", reference_key="b1", title="Searching of detained people",
            title_key="searching of detained people", subject_type=SubjectType.POLICY,
            committee_id=1, unit_id=1, owner_id=1, operation=Operation.OPERATING,
            registered_at=at, registered_by=1,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Assessment(
            id=1, policy_id=1, edition=1, frame="psed-2010", stage=Stage.SCREENING, is_open=True,
            is_current=False, opened_because="Registered", in_stage_since=at,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Schedule(
            target=ASSESSMENT, target_id=1, policy_id=1, kind="screening", fires_on=day,
            due_on=day + timedelta(days=7), since=day - timedelta(days=10),
        )
    )  # fmt: skip
    session.add(HistoryHead(chain="B1", seq=0, hash=GENESIS))


def _clone(
    connection: Connection, table: str, many: int, changed: dict[str, str], key: str = "id"
) -> None:
    """Rows 2 to `many` of a table, like its first but for these expressions over the number `i`."""
    first = connection.execute(text(f"SELECT * FROM {table} LIMIT 1"))
    names = list(first.keys())
    values = first.one()._mapping
    picked = ", ".join(changed.get(name, f"t.{name}") for name in names)
    connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
            f"SELECT {picked} FROM n, (SELECT * FROM {table} WHERE {key} = {values[key]}) t"
        )
    )


def _day(connection: Connection, day: str) -> str:
    return f"'{day}'" if connection.dialect.name == "sqlite" else f"DATE '{day}'"
