"""The history records every reminder in full: one that is changed outside the product is
reported.
"""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from ria.history.export import exported
from ria.history.verify import Fault, _contents, verify
from ria.models import HistoryEvent, Reminder
from ria.notify.reminders.tick import tick
from workflows.stages import Stage

TAMPERED = [
    ("UPDATE reminder SET step = 7 WHERE id = 2", ["reminder:2: differs from"]),
    ("UPDATE reminder SET passed_over = true WHERE id = 3", ["reminder:3: differs from"]),
    ("UPDATE reminder SET message_id = 2 WHERE id = 1", ["reminder:1: differs from"]),
    ("UPDATE reminder SET due_on = '2026-12-24' WHERE id = 1", ["reminder:1: differs from"]),
    ("DELETE FROM reminder WHERE id = 2", ["reminder:2: the history has this row"]),
    (
        "UPDATE reminder SET id = 90 WHERE id = 3",
        ["reminder:90: the history knows no such row", "reminder:3: the history has this row"],
    ),
    (
        "INSERT INTO reminder (id, kind, target, target_id, item, due_on, step, recipient_id, "
        "passed_over) SELECT 90, kind, target, target_id, item, due_on, 84, recipient_id, "
        "passed_over FROM reminder WHERE id = 1",
        ["reminder:90: the history knows no such row"],
    ),
    ("UPDATE message SET kind = 'stage_moved' WHERE id = 1", ["message:1: differs from"]),
]


def some_are_told(world) -> None:
    """The owner of three things, and two deciders of one."""
    for _ in range(3):
        world.due_screening(days=7)
    approval = world.policy(stage=Stage.SCREENING_APPROVAL)
    world.due(approval, "approval", world.today + timedelta(days=7))
    assert tick(world.store).things == 5


def test_what_is_done_to_one_is_named(any_world):
    some_are_told(any_world)
    with any_world.store.read_session() as session:
        assert verify(session).faults == ()
    for statement, faults in TAMPERED:
        with any_world.store.writer() as session:
            session.execute(text(statement))
            found: list[Fault] = []
            _contents(
                session, found, lambda _: None
            )  # the schema is in order, and takes most of the time
            session.rollback()
        assert len(found) == len(faults), statement
        assert all(str(one).startswith(fault) for one, fault in zip(found, faults, strict=True))


def test_one_event_holds_those_of_a_run(world):
    some_are_told(world)
    with world.store.read_session() as session:
        (event,) = session.exec(select(HistoryEvent).where(HistoryEvent.kind == "reminded"))
        assert len(session.exec(select(Reminder)).all()) == 5
        assert event.chain == "organisation"


def test_an_export_says_of_each_who_was_told_of_what(any_world):
    some_are_told(any_world)
    with any_world.store.read_session() as session:
        (line,) = [line for line in exported(session) if '"reminded"' in line]
    what = json.loads(line)["what"]
    assert (what["mails"], what["things"]) == (3, 5)
    assert [(told["policy"], told["due"], told["to"]) for told in what["reminders"]] == [
        ("P0004", "approval", "U3"),
        ("P0004", "approval", "U4"),
        ("P0001", "screening", "U1"),
        ("P0002", "screening", "U1"),
        ("P0003", "screening", "U1"),
    ]
    assert what["reminders"][0] == {
        "policy": "P0004", "edition": 1, "due": "approval", "item": 0, "due_on": "2026-11-30",
        "step": -7, "to": "U3", "passed_over": False,
    }  # fmt: skip
