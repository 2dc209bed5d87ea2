"""Legacy policies on the pages: said by the Strategy Unit, shown to all, and none forgotten."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from ria.models import Operation
from tests.ria.services.register.test_legacy import USED, change, register
from tests.ria.web.filling import REGISTRATION
from tests.ria.web.register.test_entry import day
from tests.ria.web.register.test_policies import titles
from tests.ria.web.register.test_registration import errors
from workflows.actions import Action

OPERATING = {"operation": "operating", **day("operating_since", "1", "4", "2015")}


def test_the_strategy_unit_registers_one_and_its_page_says_so(site):
    strategy = site.visitor("strategy")
    strategy.get("/policies/new")
    typed = {**REGISTRATION, **OPERATING, "legacy": "yes", "title": "Dress code"}
    strategy.submit({**typed, **day("programme_due_on", "1", "4", "2014")},
                    action="/policies/new", status=422)  # fmt: skip
    assert "applied since 1 April 2015" in errors(strategy)["programme_due_on-day"]
    kept = strategy.filled(strategy.form("/policies/new"))
    assert kept["legacy"] == ["yes"] and kept["programme_due_on-year"] == ["2014"]
    strategy.submit(day("programme_due_on", "30", "9", "2027"), action="/policies/new")
    strategy.follow()
    text = strategy.text()
    assert "Legacy" in text and "First screening by 30 September 2027, says the programme" in text
    assert "start the screening by 30 September 2027" in text


def test_others_are_not_asked_and_it_must_be_answered_where_it_is_asked(site):
    author, strategy = site.visitor("author"), site.visitor("strategy")
    author.get("/policies/new")
    assert not author.page.find(attrs={"name": "legacy"})
    assert "legacy policy" not in author.text()
    strategy.get("/policies/new")
    strategy.submit({**REGISTRATION, **OPERATING}, action="/policies/new", status=422)
    assert errors(strategy)["legacy"] == "Say whether it is a legacy policy"


def test_what_is_not_yet_in_the_programme_is_found_until_it_is(site_on_either):
    site, world = site_on_either, site_on_either.world
    edition = register(world, title="In the drawer", by=None)
    register(world, title="Planned")
    old = world.screened_out(title="Screened already", **USED)
    change(world, old, "strategy", legacy=True, reason="It was there before.")
    world.register(title="New", operation=Operation.PROPOSED)
    strategy = site.visitor("strategy")
    for chosen, found in {
        "all": ["In the drawer", "Planned", "Screened already"],
        "awaiting": ["In the drawer", "Planned"],
        "undated": ["In the drawer"],
        "": ["In the drawer", "New", "Planned", "Screened already"],
    }.items():
        strategy.get(f"/policies?legacy={chosen}")
        assert titles(strategy) == found, chosen
    strategy.get("/work")
    link = strategy.page.find("a", href="/policies?legacy=undated")
    assert link.text == "Legacy policies not yet in the programme: 1"
    author = site.visitor("author")
    author.get("/work")
    assert not author.page.find("a", href="/policies?legacy=undated")
    author.get(f"/policies/{edition.reference}")
    assert "First screening not yet in the programme" in author.text()
    author.get(f"/policies/{old.reference}")
    assert "Applied before we worked with this register" in author.text()
    strategy.get(f"/policies/{edition.reference}/change")
    strategy.submit({**day("programme_due_on", "30", "9", "2027")}, status=422)
    assert "why this is changed" in errors(strategy)["reason"]
    strategy.submit({"reason": "The programme of May has it."})
    strategy.follow()
    text = strategy.text()
    assert "Changed: its day in the programme." in text
    assert "Entry changed: day in the programme" in text and "The programme of May" in text
    strategy.get("/work")
    assert not strategy.page.find("a", href="/policies?legacy=undated")


def test_called_proposed_by_the_strategy_unit_it_is_no_legacy_policy_any_more(site):
    edition = register(site.world)
    strategy = site.visitor("strategy")
    strategy.get(f"/policies/{edition.reference}/change")
    strategy.submit({"operation": "proposed", "reason": "It was never applied after all."})
    assert not site.world.policy(edition).legacy
    assert site.world.row(edition).due_on == dt.date(2026, 12, 21)


def test_its_owner_is_refused_above_the_form(site):
    edition = register(site.world)
    author = site.visitor("author")
    author.get(f"/policies/{edition.reference}/change")
    author.submit({"operation": "proposed", "reason": "It was never applied."}, status=422)
    assert "This is a legacy policy" in errors(author)["operation"]


@pytest.mark.parametrize("legacy", [True, False])
def test_the_public_register_and_its_files_say_so(site_on_either, legacy):
    site = site_on_either
    edition = site.world.awaiting(**USED)
    change(site.world, edition, "strategy", legacy=legacy, reason="It was there before.")
    site.world.ask(edition)
    site.world.sign("adviser", edition)
    seen = site.world.hash_of(edition)
    site.world.act("strategy", edition, Action.APPROVE, seen=seen, due_regard=True)
    public = site.visitor()
    public.get(f"/register/{edition.reference}")
    words = "It was applied before this register was kept"
    assert (words in public.text()) is legacy
    (row,) = csv.DictReader(io.StringIO(public.client.get("/register.csv").get_data(as_text=True)))
    assert row["legacy"] == ("yes" if legacy else "no")
    assert public.client.get("/register.json").json["policies"][0]["legacy"] is legacy


def test_what_the_programme_had_before_the_service_went_live_is_overdue_nowhere(site):
    site.world.set(go_live="2026-11-01")
    edition = register(site.world, by=dt.date(2026, 10, 31))
    passed = register(site.world, by=dt.date(2026, 11, 10), title="After it")
    author, strategy = site.visitor("author"), site.visitor("strategy")
    strategy.get("/overdue")
    assert [r.text for r in strategy.page.select("main tbody th a")] == ["After it"]
    for policy, is_late in ((edition, False), (passed, True)):
        author.get(f"/policies/{policy.reference}")
        assert ("This is overdue." in author.text()) is is_late
    author.get("/work")
    assert "Due before this service went live" in author.text()
