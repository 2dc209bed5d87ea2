"""A snapshot is frozen, numbered, and takes the place of the one before it."""

from __future__ import annotations

from ria.history import unit_of_work
from ria.models import Publication, PublicationKind
from ria.publishing.snapshot import publish
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.kit.paging import From
from ria.queries.publication.register import PublicFilters, best_entries
from workflows.levels import Level


def put(world, reference, snapshot):
    with unit_of_work(world.store) as unit:
        policy = policy_by_reference(unit.session, reference)
        publish(unit, policy=policy, kind=PublicationKind.SCREENED_OUT, committee="Operations",
                level=Level.NONE, snapshot=snapshot, actor_ref="system")  # fmt: skip


def test_the_newest_one_is_the_latest_and_the_older_ones_stay(world):
    edition = world.register()
    for word in ("first", "second", "third"):
        put(world, edition.reference, {"text": word})
    rows = world.all(Publication)
    assert [(r.number, r.is_latest, r.snapshot["text"]) for r in rows] == [
        (1, False, "first"),
        (2, False, "second"),
        (3, True, "third"),
    ]
    assert world.faults() == []


def test_another_policys_publication_is_left_alone(world):
    one, other = world.register(), world.register()
    put(world, one.reference, {"text": "one"})
    put(world, other.reference, {"text": "other"})
    assert [r.is_latest for r in world.all(Publication)] == [True, True]


def test_every_text_of_it_can_be_searched(world):
    edition = world.register()
    put(world, edition.reference, {"a": "ONE", "b": [{"c": "Two"}, ["Ünder"]], "n": 7, "x": None})
    for words, found in (("one", 1), ("two UNDER", 1), ("ünder one", 1), ("7", 0), ("none", 0)):
        filters = PublicFilters(words=words)
        with world.store.read_session() as session:
            assert len(best_entries(session, filters, From()).rows) == found, words
