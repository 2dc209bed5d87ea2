"""What is overdue: the list, its file, the committee's view, and what the public reads."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import unit_of_work
from ria.models import ASSESSMENT, Naming, Schedule
from ria.queries.deadlines.overdue import due_in_words
from ria.services.organisation.places import add_committee

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def late(site):
    """A policy whose next screening should have been done long ago, and one that is in time."""
    edition = site.world.screened_out(title="=Late one")
    site.world.register(title="In time")
    with unit_of_work(site.world.store) as unit:
        row = unit.session.get(Schedule, (edition.assessment_id, "rescreening", 0))
        row.due_on = TODAY - dt.timedelta(days=100)
        unit.save(row)
    return edition


def name(site, edition, named_from):
    with unit_of_work(site.world.store) as unit:
        unit.save(
            Naming(target=ASSESSMENT, target_id=edition.assessment_id, kind="rescreening",
                   policy_id=site.world.policy(edition).id,
                   due_on=TODAY - dt.timedelta(days=100), warned_on=TODAY, named_from=named_from)
        )  # fmt: skip
        unit.record(edition.reference, "naming_warned", "system")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Due today"), (1, "Due in 1 day"), (5, "Due in 5 days"), (-1, "Overdue by 1 day"),
     (-90, "Overdue by 90 days")],
)  # fmt: skip
def test_one_word_for_how_it_stands(days, words):
    assert due_in_words(TODAY + dt.timedelta(days=days), TODAY, None) == words


def test_the_strategy_unit_sees_what_is_overdue_and_takes_it_away(site, late):
    strategy = site.visitor("strategy")
    strategy.get("/overdue")
    text = strategy.text()
    assert "=Late one" in text and "Overdue by 100 days" in text and "In time" not in text
    other = add_committee(site.world.store, "Crime", "")
    for query, shown in (("days=90", True), (f"committee={other}", False), ("kind=review", False),
                         (f"unit={site.world.unit_id}", True)):  # fmt: skip
        strategy.get(f"/overdue?{query}")
        assert ("=Late one" in strategy.text()) is shown
    file = strategy.client.get("/overdue.csv").get_data(as_text=True)
    assert "'=Late one" in file and ",100," in file
    site.visitor("author").get("/overdue", 403)


def test_the_committee_sees_its_own(site, late):
    chair = site.visitor("chair")
    chair.get("/work")
    assert "(1 overdue)" in chair.text()
    chair.get(f"/committees/{site.world.committee_id}/agenda")
    assert "Overdue by 100 days" in chair.text()


def test_the_public_reads_it_only_after_the_warning_and_with_the_owners_word(site, late):
    public, author = site.visitor(), site.visitor("author")
    address = f"/register/{late.reference}"
    public.get(address)
    assert "overdue" not in public.text()
    name(site, late, TODAY + dt.timedelta(days=14))
    public.get(address)
    assert "overdue" not in public.text()
    author.get(f"/policies/{late.reference}/lateness")
    author.submit({"text": "Soon"}, status=422)
    author.submit({"text": "The figures arrive in May."})
    site.world.clock.at += dt.timedelta(days=14)
    public.get(address)
    assert "overdue since 15 August 2026" in public.text()
    assert "The figures arrive in May." in public.text()
    site.world.set(named_in_public="no")
    public.get(address)
    assert "overdue" not in public.text()
    site.visitor("colleague").get(f"/policies/{late.reference}/lateness", 403)


def test_my_work_says_with_whom_everything_is(site):
    site.world.awaiting(title="Awaits")
    site.world.screened_out(title="Stands")
    for who in ("author", "head"):
        visitor = site.visitor(who)
        visitor.get("/work")
        others = visitor.page.find("section", attrs={"aria-labelledby": "others"}).get_text(" ")
        assert "Awaits" in others and "The Strategy Unit" in others
        current = visitor.page.find("section", attrs={"aria-labelledby": "standing"}).get_text(" ")
        assert "Stands" in current
