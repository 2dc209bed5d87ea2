"""The exported history: the same bytes from both databases for the same life."""

from __future__ import annotations

import json

import pytest

from ria.history.export import exported
from tests.ria.building import build_world, live


def lines(world):
    with world.store.read_session() as session:
        return list(exported(session))


@pytest.mark.postgres
def test_the_same_life_exports_alike_on_both_databases(world, postgres_url, tmp_path):
    other = build_world(postgres_url, tmp_path / "other")
    try:
        live(world)
        live(other)
        assert lines(world) == lines(other)
        assert len(lines(world)) >= 50
    finally:
        other.store.close()


def test_a_line_says_who_did_what_when(world):
    edition = world.register(title="Évaluation «é»")
    line = next(line for line in lines(world) if '"policy_registered"' in line)
    told = json.loads(line)
    assert {**told, "what": None} == {
        "chain": edition.reference,
        "seq": 1,
        "at": "2026-11-23T09:00:00.000000+00:00",
        "actor": world.refs["author"],
        "kind": "policy_registered",
        "what": None,
    }
    assert told["what"]["title"] == "Évaluation «é»"
    assert "Évaluation" in line


def test_salts_seals_and_numbers_of_the_database_stay_out(world):
    live(world)
    text = "\n".join(lines(world))
    assert '"salt"' not in text
    assert '"rows"' not in text
    assert "_id" not in text.replace("page_id", "")


def test_chains_come_in_order_and_whole(world):
    live(world)
    places = [(told["chain"], told["seq"]) for told in map(json.loads, lines(world))]
    assert places == sorted(places)
    assert [seq for chain, seq in places if chain == "organisation"] == list(
        range(1, len([1 for chain, _ in places if chain == "organisation"]) + 1)
    )
