"""Both databases find the same, by whole words and their beginnings, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from ria.db.engine import open_engine
from ria.db.search import Document, matches, one_word, words_in, write_documents
from ria.history import SYSTEM, unit_of_work
from ria.history.search_documents import INDEXES
from ria.models import Evidence, Policy, Publication, User
from ria.queries.kit.search import MOST_WORDS, found_by, search
from ria.services.kit.search import rebuild_search
from tests.journeys.hostile.payloads import KEPT, LINES, REFUSED

HOSTILE = [*KEPT.values(), *LINES.values(), *REFUSED.values(),
           '"', "'", "''", '" OR "', "title : a", "a AND", "NOT", "NEAR(a b)", "a*", "^a", "{a}:b",
           "a:*", "a & b", "!a", "a <-> b", "\\", "(", ")", "%", "_", "\x00", "\ud800", "-", "…",
           "\u0301", "x" * 100_000, "a " * 5_000, "' OR 1=1 --", "٣", "ﷺ"]  # fmt: skip
LETTERS = "aàbßsſıİiIøéΣςσжЖ-'\"* .1٣²\u0301\u200dकि"
TEXT = st.text(alphabet=LETTERS, max_size=14)


def among(session, model, typed, key):
    """The keys of the records that are found."""
    query = select(key).where(*found_by(search(session, model, typed), key)).order_by(key)
    return list(session.exec(query))


@pytest.fixture(scope="module")
def engines(sqlite_template, postgres_template, tmp_path_factory):
    """An empty database of each kind."""
    with postgres_template.copy() as url:
        sqlite = sqlite_template.copy(tmp_path_factory.mktemp("search"))
        both = [open_engine(sqlite), open_engine(url)]
        yield both
        for engine in both:
            engine.dispose()


def hits(engine: Engine, documents, typed):
    """By tier: the ids that are found, the documents being all there is."""
    with Session(engine) as session:
        write_documents(session.connection(), "policy_search", documents)
        asked = search(session, Policy, typed)
        tiers = asked.tiers() if asked else {}
        found = {tier: sorted(session.execute(each.keys).scalars()) for tier, each in tiers.items()}
        if asked and asked.asked:
            every = matches(asked.dialect, asked.index, asked.asked).keys
            together = [key for keys in found.values() for key in keys]
            assert sorted(session.execute(every).scalars()) == sorted(together)
        session.rollback()
    return [found.get(tier, []) for tier in range(3)]


def expected(documents, typed):
    """The rule, in Python: the reference, every word in the title, every word anywhere."""
    wanted, tiers = words_in(typed)[:MOST_WORDS], ([], [], [])
    for one in documents if wanted else ():
        title = words_in(f"{one.reference} {one.title}")
        places = (title, [*title, *words_in(one.text)])
        within = [all(any(w.startswith(a) for w in place) for a in wanted) for place in places]
        if one_word(one.reference) == one_word(typed):
            tiers[0].append(one.id)
        elif any(within):
            tiers[1 if within[0] else 2].append(one.id)
    return list(tiers)


@pytest.mark.postgres
@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4), TEXT)
def test_both_databases_find_what_the_rule_says(engines, said, typed):
    documents = [Document(n, *texts) for n, texts in enumerate(said, 1)]
    rule = expected(documents, typed)
    for engine in engines:
        assert hits(engine, documents, typed) == rule, engine.dialect.name


@pytest.mark.postgres
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_means_harm_is_words_or_nothing(engines, typed):
    documents = [Document(1, "P1", "alpha beta"), Document(2, "P2", typed, typed)]
    rule = expected(documents, typed[:200])
    for engine in engines:
        assert hits(engine, documents, typed) == rule, engine.dialect.name


@pytest.mark.postgres
def test_a_document_of_very_many_words_is_stored(engines):
    said = " ".join(f"{number:064}" for number in range(40_000))
    for engine in engines:
        assert hits(engine, [Document(1, "P1", "Long", said)], "long") == [[], [1], []]


def test_words_are_told_apart_without_capitals_and_accents():
    assert words_in("Straße, ÉIRE: o'Neill's stop-and-search (ΣΑΣ)") == [
        "strasse", "eire", "o", "neill", "s", "stop", "and", "search", "σασ",
    ]  # fmt: skip
    assert words_in(" -- ") == [] and one_word("HC/12-3 b") == "hc123b"


def test_nothing_typed_is_no_search_and_signs_alone_find_nothing(world):
    world.register()
    with world.store.read_session() as session:
        assert search(session, Policy, " \t\x00") is None
        assert among(session, Policy, "", col(Policy.id)) == [1]
        assert among(session, Policy, "%*", col(Policy.id)) == []
        assert len(search(session, Policy, "w1 w2 w3 w4 w5 w6 w7 w8 w9 w10").asked.words) == 8


def test_the_indexes_follow_every_command_and_a_rebuild_changes_nothing(world_on_both):
    world = world_on_both
    edition = world.screened_out(title="Dress code")
    with world.store.read_session() as session:
        before = contents(session)
        assert among(session, Publication, "dress", col(Publication.id)) == [1]
    assert rebuild_search(world.store)["policy_search"] == 1
    with world.store.read_session() as session:
        assert contents(session) == before
    with unit_of_work(world.store) as unit:
        policy = unit.session.get_one(Policy, world.policy(edition).id)
        policy.title = "Cleaning"
        user = unit.session.get_one(User, world.ids["author"])
        user.name = "Zoë Quux"
        for row in (policy, user):
            unit.save(row)
        unit.record(edition.reference, "renamed", SYSTEM)
    with world.store.read_session() as session:
        assert among(session, Policy, "dress", col(Policy.id)) == []
        assert among(session, Policy, "clean", col(Policy.id)) == [1]
        assert among(session, User, "zoe", col(User.id)) == [world.ids["author"]]
        assert among(session, Evidence, "zoe", col(Evidence.id)) == []
        after = contents(session)
    rebuild_search(world.store)
    with world.store.read_session() as session:
        assert contents(session) == after != before
    assert world.faults() == []


def test_what_was_not_committed_is_not_found(world):
    edition = world.register(title="Dress code")
    with pytest.raises(RuntimeError, match="stop"), unit_of_work(world.store) as unit:
        policy = unit.session.get_one(Policy, world.policy(edition).id)
        policy.title = "Cleaning"
        unit.save(policy)
        raise RuntimeError("stop")
    with world.store.read_session() as session:
        assert among(session, Policy, "clean", col(Policy.id)) == []


def contents(session):
    """All that the indexes hold."""
    key = "rowid" if session.get_bind().dialect.name == "sqlite" else "id"
    return {
        index: session.execute(
            text(f"SELECT {key}, reference, title, words FROM {index} ORDER BY 1")
        ).all()
        for index in INDEXES
    }
