"""The approver's desk: what lies on it, and claiming, releasing and assigning it."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Message
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role, set_active
from tests.ria.web.kit.test_query_counts import counted
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage


@pytest.fixture
def edition(site):
    """A policy whose screening awaits approval, at medium."""
    return site.world.awaiting(case="media_policy", title="Media policy")


@pytest.fixture
def unit(site):
    """Somebody of the Strategy Unit."""
    return site.visitor("strategy")


def part(edition, name):
    """The address of one of the desk's actions."""
    return f"/assessments/{edition.assessment_id}/{name}"


def rows(visitor):
    """The desk's rows as words."""
    return [" ".join(row.get_text(" ").split()) for row in visitor.page.select("tbody tr")]


def test_the_desk_says_what_waits_how_long_and_with_whom(site, unit, edition):
    site.world.in_screening(title="Not handed in")
    site.world.clock.at += dt.timedelta(days=4)
    unit.get("/desk")
    (row,) = rows(unit)
    for shown in ("Media policy", edition.reference, "Screening, awaiting approval",
                  "Medium relevance", "4 working days since 23 November 2026",
                  "7 December 2026", "Claimed by nobody"):  # fmt: skip
        assert shown in row
    assert "Round" not in row and "Overdue" not in row


def test_what_came_back_shows_its_round_and_what_is_late_says_so(site, unit, edition):
    site.world.act("strategy", edition, Action.RETURN, seen=site.world.hash_of(edition),
                   reason="Say for whom.", due_on=dt.date(2026, 12, 18),
                   return_to=Stage.SCREENING)  # fmt: skip
    site.world.act("author", edition, Action.SUBMIT)
    site.world.clock.at += dt.timedelta(days=30)
    unit.get("/desk?show=late")
    (row,) = rows(unit)
    assert "Round 2" in row and "Overdue" in row


def test_a_claim_is_seen_by_colleagues_and_in_ones_work(site, unit, edition):
    unit.get("/desk?show=unclaimed")
    unit.submit(action=part(edition, "claim"))
    assert unit.response.headers["Location"] == "/desk?show=unclaimed"
    unit.follow()
    assert "Nothing on the desk is like this" in unit.text()
    unit.get("/desk?show=mine")
    assert "Claimed by you" in rows(unit)[0]
    unit.get("/work")
    assert "Claimed by you" in unit.text()
    colleague = site.visitor("strategy2")
    colleague.get("/desk")
    assert "Claimed by Strategy" in rows(colleague)[0]
    colleague.get("/work")
    assert "Claimed by a colleague" in colleague.text()
    colleague.get(part(edition, "decision"))
    assert "Claimed by Strategy" in colleague.text()
    assert site.world.kinds(edition.reference)[-1] == "claimed"
    assert site.world.faults() == []


def test_what_a_colleague_claimed_meanwhile_is_said(site, unit, edition):
    unit.get("/desk")
    other = site.visitor("strategy2")
    other.get("/desk")
    other.submit(action=part(edition, "claim"))
    unit.submit(action=part(edition, "claim"), status=409)
    assert "Strategy2 has claimed it." in unit.text()
    assert site.world.row(edition).claimed_by == site.world.ids["strategy2"]


def test_claiming_and_releasing_twice_have_one_effect(site, unit, edition):
    for name, kind in (("claim", "claimed"), ("release", "released")):
        unit.get(part(edition, "decision"))
        sent = unit.filled(unit.page.find(id="to-decide"))
        assert unit.page.select_one(f'[formaction="{part(edition, name)}#in-hand"]')["form"]
        for _ in range(2):
            unit.post(part(edition, name), sent)
            assert unit.response.headers["Location"] == part(edition, "decision")
        assert site.world.kinds(edition.reference).count(kind) == 1
    row = site.world.row(edition)
    assert (row.claimed_by, row.claimed_at) == (None, None)


def test_only_ones_own_claim_can_be_released(site, unit, edition):
    unit.get("/desk")
    sent = unit.filled(unit.form(part(edition, "claim")))
    unit.post(part(edition, "claim"), sent)
    other = site.visitor("strategy2")
    other.get("/desk")
    token = other.page.find("input", {"name": "csrf_token"})["value"]
    other.post(part(edition, "release"), {"csrf_token": token}, status=403)
    assert site.world.row(edition).claimed_by == site.world.ids["strategy"]


def test_assigning_tells_the_colleague_and_takes_it_over(site, unit, edition):
    refs = site.world.refs
    unit.get(part(edition, "assign"))
    offered = [o["value"] for o in unit.page.select("select[name=colleague] option")]
    assert offered == ["", refs["strategy"], refs["strategy2"]]
    unit.submit({}, action=part(edition, "assign"), status=422)
    assert "Choose a colleague" in unit.text()
    unit.submit({"colleague": refs["adviser"]}, action=part(edition, "assign"), status=422)
    unit.submit({"colleague": refs["strategy2"]}, action=part(edition, "assign"))
    assert site.world.row(edition).claimed_by == site.world.ids["strategy2"]
    told = [m.recipient_id for m in site.world.all(Message) if m.kind == "assigned"]
    assert told == [site.world.ids["strategy2"]]
    assert site.world.last(edition.reference)["to"] == refs["strategy2"]


def test_a_contributor_neither_claims_nor_is_given_it(site, edition):
    world = site.world
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author, unit = site.visitor("author"), site.visitor("strategy")
    author.get("/desk")
    assert "You contributed, so a colleague must decide." in rows(author)[0]
    token = author.page.find("input", {"name": "csrf_token"})["value"]
    author.post(part(edition, "claim"), {"csrf_token": token}, status=422)
    assert "You contributed to this form" in author.text()
    unit.get(part(edition, "assign"))
    typed = {"colleague": world.refs["author"]}
    unit.submit(typed, action=part(edition, "assign"), status=422)
    assert world.row(edition).claimed_by is None


def test_nobody_to_assign_to_is_said(site, edition):
    world = site.world
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author = site.visitor("author")
    for name in ("strategy", "strategy2"):
        set_active(world.store, world.refs[name], False)
    author.get(part(edition, "assign"))
    assert "nobody there can decide on it" in author.text()


def test_a_decision_ends_the_claim(site, unit, edition):
    unit.get("/desk")
    unit.submit(action=part(edition, "claim"))
    site.world.act("strategy2", edition, Action.APPROVE, seen=site.world.hash_of(edition))
    assert site.world.row(edition).claimed_by is None
    unit.get("/desk")
    assert rows(unit) == []
    assert "The desk is empty" in unit.text()


def test_what_awaits_nothing_cannot_be_claimed(site, unit):
    draft = site.world.in_screening()
    unit.get("/desk")
    token = unit.page.find("input", {"name": "csrf_token"})["value"]
    unit.post(part(draft, "claim"), {"csrf_token": token}, status=422)
    assert "Nothing awaits a decision here any more." in unit.text()


@pytest.mark.parametrize("who", ["author", "adviser", "admin", "chair"])
def test_the_desk_is_the_units(site, who):
    visitor = site.visitor(who)
    visitor.get("/desk", 403)
    assert "/desk" not in [a["href"] for a in visitor.page.select("nav a")]


def test_the_desk_is_paged_and_asks_as_often_for_many_as_for_one(site, unit):
    site.world.awaiting(title="First")
    with counted(site) as sent:
        unit.get("/desk")
    few = len(sent)
    for number in range(52):
        site.world.awaiting(title=f"Next {number}")
    with counted(site) as sent:
        unit.get("/desk")
    assert len(sent) == few <= 8
    first = rows(unit)
    unit.get(unit.page.select_one("a[rel=next]")["href"])
    second = rows(unit)
    assert (len(first), len(second)) == (50, 3) and not set(first) & set(second)
    unit.get(unit.page.select_one("a[rel=prev]")["href"])
    assert rows(unit) == first


@pytest.mark.parametrize("query", ["?show=nothing", "?after=999999", "?before=0", "?after=x"])
def test_a_senseless_address_shows_the_desk(unit, edition, query):
    unit.get(f"/desk{query}")
    assert len(rows(unit)) == 1
