"""A checkpoint kept elsewhere shows what a chain alone cannot: that its end was cut off."""

from __future__ import annotations

import hmac
import json
import sqlite3
from contextlib import closing

import pytest

from ria.history.canonical import canonical
from ria.history.checkpoint import CheckpointError, behind, checkpoint
from ria.services.kit.errors import Forbidden
from tests.ria.building import MORNING
from tests.ria.history.test_verify import faults_of
from workflows.actions import Action

KEY = "a key of this instance's own, long enough"


@pytest.fixture
def lacks(world):
    """What the database lacks of a checkpoint."""

    def found(line: str, key: str = KEY) -> list[str]:
        with world.store.read_session() as session:
            return list(behind(session, key, line))

    return found


def taken(world) -> str:
    with world.store.read_session() as session:
        return checkpoint(session, KEY, MORNING)


def test_nothing_is_lacking_right_after_and_after_more_has_happened(world, lacks):
    line = taken(world)
    assert lacks(line) == []
    world.register()
    assert lacks(line) == []


def test_it_holds_the_heads_of_all_chains(world):
    edition = world.register()
    kept = json.loads(taken(world))
    assert kept["at"] == "2026-11-23T09:00:00.000000+00:00"
    assert sorted(kept["heads"]) == [edition.reference, "organisation"]
    assert kept["heads"][edition.reference][0] == 2


def cut_off_the_refusal(file: str, chain: str) -> None:
    """Take the last event away with its payload, mend the head, and leave no other trace."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(found.fetchall())
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        last, prev = connection.execute(
            "SELECT id, prev FROM history_event WHERE kind = 'action_refused'"
        ).fetchone()
        connection.execute("DELETE FROM history_payload WHERE event_id = ?", [last])
        connection.execute("DELETE FROM history_event WHERE id = ?", [last])
        mended = "UPDATE history_head SET seq = seq - 1, hash = ? WHERE chain = ?"
        connection.execute(mended, [prev, chain])
        for sql in triggers.values():
            connection.execute(sql)
        connection.commit()


def test_a_tail_cut_off_with_its_head_mended_is_found_by_a_checkpoint_alone(world, lacks):
    """A refused attempt writes no row, so nothing else can miss it."""
    edition = world.register()
    with pytest.raises(Forbidden, match="Only the owner or the deputy can do this"):
        world.act("strategy", edition, Action.START)
    assert world.kinds(edition.reference)[-1] == "action_refused"
    line = taken(world)
    file = world.store.engine.url.database
    world.store.close()
    cut_off_the_refusal(file, edition.reference)
    assert faults_of(file) == []
    assert lacks(line) == [
        f"{edition.reference}: the checkpoint has event 3, the database does not"
    ]


def test_another_event_in_the_place_of_the_last_one_is_found(world, lacks):
    edition = world.register()
    kept = json.loads(taken(world))
    kept.pop("mac")
    kept["heads"][edition.reference][1] = "f" * 64
    mac = hmac.new(KEY.encode(), canonical(kept).encode(), "sha256").hexdigest()
    forged = canonical({**kept, "mac": mac})
    assert lacks(forged) == [f"{edition.reference}: event 2 is not the one the checkpoint has"]


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept["heads"]["organisation"].__setitem__(0, 1),
        lambda kept: kept["heads"].clear(),
        lambda kept: kept.update(at="2020-01-01T00:00:00.000000+00:00"),
        lambda kept: kept.update(mac="0" * 64),
        lambda kept: kept.update(mac=7),
        lambda kept: kept.update(mac="é"),
    ],
)
def test_a_changed_checkpoint_is_refused(world, lacks, change):
    kept = json.loads(taken(world))
    change(kept)
    with pytest.raises(CheckpointError, match="was changed, or made with another key"):
        lacks(json.dumps(kept))


def test_a_checkpoint_made_with_another_key_is_refused(world, lacks):
    with pytest.raises(CheckpointError, match="another key"):
        lacks(taken(world), key="the key of another instance, just as long")


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", "7", '{"heads": {}, "mac": ""', "\x00"])
def test_what_is_no_checkpoint_is_refused(lacks, line):
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        lacks(line)
