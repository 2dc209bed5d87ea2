"""Pages by keyset: nothing is lost and nothing comes twice, while rows are added."""

from __future__ import annotations

import pytest
from sqlmodel import col, func, select

from ria.history import SYSTEM, unit_of_work
from ria.models import Policy
from ria.models.types import sort_key
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, sliced
from ria.queries.kit.search import search

ORDERS = {
    "title": Keyset(col(Policy.id), (col(Policy.title_key),)),
    "newest": Keyset(col(Policy.id), descending=True),
    "committee": Keyset(col(Policy.id), (col(Policy.committee_id), col(Policy.title_key)), True),
}
TITLES = ("Dress code", "Stop and search", "Search of homes", "Éclairs", "Research", "Dress")


def page(world, keys, start, words=""):
    """One page of four policies."""
    with world.store.read_session() as session:
        query = select(Policy.id, Policy.title)
        wanted = search(session, Policy, words)
        return sliced(nearest(session, query, keys, start, wanted, 4), start, lambda r: r.id, 4)


def add(world, titles):
    """Policies with these titles, by copying one that was registered."""
    with unit_of_work(world.store) as unit:
        first = unit.session.get_one(Policy, 1)
        for title in titles:
            values = first.model_dump(exclude={"id", "reference", "reference_key"})
            number = unit.session.exec(select(func.count()).select_from(Policy)).one()
            values |= {"title": title, "title_key": sort_key(title)}
            reference = f"Q{number}"
            unit.save(Policy(**values, reference=reference, reference_key=reference.lower()))
        unit.record("Q", "added", SYSTEM)


def walk(world, keys, words="", between=lambda: None):
    """Every row from the first page to the last, and again from there back to the first."""
    start, forth, back = From(), [], []
    while True:
        here = page(world, keys, start, words)
        forth += here.rows
        if here.after is None:
            break
        between()
        start = From(after=here.after)
    while here.before is not None:
        here = page(world, keys, From(before=here.before), words)
        back = [*here.rows, *back]
    return [row.id for row in forth], [row.id for row in back]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("words", ["", "search", "dress co"])
def test_there_and_back_every_row_comes_once(world_on_both, order, words):
    world = world_on_both
    world.register(title="Search warrants")
    add(world, TITLES * 3)
    with world.store.read_session() as session:
        wanted = search(session, Policy, words)
        every = list(session.execute(select(Policy.id, Policy.title).where(
            *([wanted.finds(col(Policy.id))] if wanted else []))))  # fmt: skip
    forth, back = walk(world, ORDERS[order], words)
    assert sorted(forth) == sorted(row.id for row in every)
    assert back == forth[: len(back)] and len(forth) - len(back) <= 4


@pytest.mark.parametrize("words", ["", "search"])
def test_rows_that_are_added_meanwhile_move_none(world, words):
    world.register(title="Search warrants")
    add(world, TITLES * 3)
    before, _ = walk(world, ORDERS["title"], words)
    forth, _ = walk(world, ORDERS["title"], words, lambda: add(world, ["Aaa search", "Search zzz"]))
    assert len(forth) == len(set(forth)) and set(forth) >= set(before)


def test_a_row_that_is_gone_starts_at_the_top(world):
    world.register(title="Search warrants")
    add(world, TITLES)
    for words in ("", "search"):
        first = page(world, ORDERS["title"], From(), words).rows
        assert page(world, ORDERS["title"], From(after=999), words).rows == first


def test_the_reference_comes_first_then_titles_then_the_newest(world):
    world.register(title="Mentions Q2")
    add(world, ["Dress", "Cleaning", "Q2, and more"])
    shown = [row.title for row in page(world, ORDERS["title"], From(), "q2").rows]
    assert shown == ["Cleaning", "Q2, and more", "Mentions Q2"]
