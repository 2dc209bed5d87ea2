"""What every plain record's pages do: search, pages, files, both texts, one effect, history."""

from __future__ import annotations

import csv
import io

import pytest

from ria.history import ORGANISATION
from ria.models import Unit
from ria.services.organisation.places import add_unit


@pytest.fixture
def admin(site):
    """The administrator's browser."""
    return site.visitor("admin")


def names(visitor):
    """The first column of the list."""
    return [row.th.a.text for row in visitor.page.select("tbody tr")]


def table(visitor, path):
    """The rows of a file, by heading."""
    text = visitor.client.get(path).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_list_is_searched_and_says_when_nothing_matches(site, admin):
    add_unit(site.world.store, "Custody 100%")
    add_unit(site.world.store, "Estates")
    admin.get("/units", query_string={"words": "CUST 100%"})
    assert names(admin) == ["Custody 100%"]
    admin.get("/units", query_string={"words": "nothing of the kind"})
    assert "No unit matches this" in admin.text()
    assert admin.page.find("input", {"name": "words"})["value"] == "nothing of the kind"


def test_a_long_list_is_read_a_page_at_a_time_and_its_file_is_whole(site, admin):
    for number in range(52):
        add_unit(site.world.store, f"unit {number:02}")
    admin.get("/units")
    first = names(admin)
    admin.get(admin.page.find("a", rel="next")["href"])
    rest = names(admin)
    assert (len(first), len(rest)) == (50, 3)
    admin.get(admin.page.find("a", rel="prev")["href"])
    assert names(admin) == first
    assert [row["Name"] for row in table(admin, "/units.csv")] == first + rest
    assert [row["Name"] for row in table(admin, "/units.csv?words=unit+51")] == ["unit 51"]


def test_no_name_in_a_file_is_run_as_a_formula(site, admin):
    add_unit(site.world.store, "=1+1")
    assert "'=1+1" in [row["Name"] for row in table(admin, "/units.csv")]


def test_two_who_change_it_at_once_lose_nothing(site, admin):
    other = site.visitor("admin", "10.0.0.2")
    for visitor in (admin, other):
        visitor.get("/committees/1")
    other.submit({"name": "Operational matters"})
    admin.submit({"remit": "Stops"}, status=409)
    both = " ".join(admin.page.find(id="both-texts").text.split())
    assert "Operational matters" in both and "Stops, custody and searches" in both
    assert admin.page.find(id="remit").text.strip() == "Stops"
    admin.submit({"name": "Operational matters"})
    admin.get("/committees/1")
    assert admin.page.find(id="name")["value"] == "Operational matters"
    assert admin.page.find(id="remit").text.strip() == "Stops"


def test_a_double_click_has_one_effect(site, admin):
    admin.get("/units/new")
    sent = {**admin.filled(admin.form("/units/new")), "name": "Custody"}
    for _ in range(2):
        admin.post("/units/new", sent, 303)
    assert [unit.name for unit in site.world.all(Unit)] == ["Policy Unit", "Custody"]
    assert site.world.kinds(ORGANISATION).count("unit_added") == 2


def test_the_history_says_who_changed_what_from_what(site, admin):
    admin.get("/functions/new")
    admin.submit({"name": "Custody", "phase": "priority"})
    admin.get("/functions/1")
    admin.submit({"name": "Cells", "phase": "first_phase", "number": "7"})
    admin.get("/functions/1")
    admin.get(admin.page.find("a", string="History")["href"])
    changed, added = admin.page.select(".ria-timeline__event")
    said = " ".join(changed.text.split())
    for words in ("Function changed", "Admin", "Custody", "Cells", "Priority",
                  "First phase", "7"):  # fmt: skip
        assert words in said
    assert "Function added" in added.text and "Cells" not in added.text


@pytest.mark.parametrize("who", ["author", "strategy", "scrutiny"])
def test_the_history_and_the_files_are_for_those_who_may_change_or_read(site, who):
    visitor = site.visitor(who)
    for path in ("/units.csv", "/units/1/history", "/accounts.csv", "/accounts/U1/history"):
        visitor.get(path, 403)
    assert table(visitor, "/functions.csv") == []


def test_an_account_tells_its_roles_and_keeps_names_out(site, admin):
    ref = site.world.refs["colleague"]
    admin.get(f"/accounts/{ref}/edit")
    admin.submit({"name": "Renamed", "roles": ["chair"], "chair_of": ["n1"]})
    admin.get(f"/accounts/{ref}/history")
    newest, *_, first = admin.page.select(".ria-timeline__event")
    said = " ".join(newest.text.split())
    assert "Policy developer" in said and "Committee chair, Operations" in said
    assert "Changed name" in said and "Account opened" in first.text
    admin.get("/accounts/U999/history", 404)
    assert [row["Person"] for row in table(admin, "/accounts.csv?words=renamed")] == ["Renamed"]
