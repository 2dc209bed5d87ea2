"""The entry's page: changed, refused at its field, its text added; people found without scripts."""

from __future__ import annotations

import io

import pytest

from ria.models import FunctionPhase
from ria.services.evidence.files import Upload
from ria.services.organisation.functions import create_function
from tests.ria.web.filling import REGISTRATION
from tests.ria.web.register.test_registration import errors


@pytest.fixture
def entry(site):
    """A policy of the author's, with a text."""
    return site.world.register(text=Upload("draft.txt", b"How we patch."))


def day(name, *parts):
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), parts, strict=True))


def test_the_owner_changes_the_entry_and_sees_what_changed(site, entry):
    custody = create_function(site.world.store, "Custody", FunctionPhase.PRIORITY)
    author = site.visitor("author")
    author.get(f"/policies/{entry.reference}")
    assert author.page.find("a", href=f"/policies/{entry.reference}/change")
    author.get(f"/policies/{entry.reference}/change")
    assert not author.page.find(id="committee_id")
    author.submit({"title": "Patching", "functions": [f"n{custody}"]})
    author.follow()
    assert "Changed: the title, its functions." in author.text()
    assert "Entry changed: title" in author.text()
    author.get(f"/policies/{entry.reference}/change")
    author.submit({})
    author.follow()
    assert "Nothing was changed." in author.text()


def test_what_is_refused_stands_at_its_field_with_everything_kept(site, entry):
    author = site.visitor("author")
    author.get(f"/policies/{entry.reference}/change")
    typed = {
        "title": "Patching",
        "operation": "operating",
        **day("operating_since", "1", "2", "2090"),
    }
    author.submit(typed, status=422)
    assert "still to come" in errors(author)["operating_since-day"]
    kept = author.filled(author.form(f"/policies/{entry.reference}/change"))
    assert kept["title"] == ["Patching"] and kept["operating_since-year"] == ["2090"]
    author.submit({**typed, **day("operating_since", "1", "2", "2020")}, status=422)
    assert "why this is changed" in errors(author)["reason"]
    author.submit({"reason": "It began in February of that year."})
    stale = author.filled(author.form(f"/policies/{entry.reference}/change")) | {"token": "b" * 32}
    author.post(f"/policies/{entry.reference}/change", stale, 409)
    assert "Somebody else changed this entry" in author.text()


def test_the_strategy_unit_moves_it_to_another_committee(site, entry):
    strategy = site.visitor("strategy")
    strategy.get(f"/policies/{entry.reference}/change")
    strategy.submit({"restricted": "yes", "reason": "It says how witnesses are protected."})
    strategy.follow()
    assert "Restricted" in strategy.text()
    scrutiny = site.visitor("scrutiny")
    scrutiny.get(f"/policies/{entry.reference}/change", 403)
    scrutiny.get(f"/policies/{entry.reference}")
    assert "draft.txt" not in scrutiny.text()
    assert "Entry changed: restriction" in scrutiny.text()
    assert "witnesses" not in scrutiny.text()


def test_versions_of_the_text_are_shown_and_added(site, entry):
    author = site.visitor("author")
    author.get(f"/policies/{entry.reference}")
    assert "draft.txt (13 bytes)" in author.text()
    address = f"/policies/{entry.reference}/text"
    author.get(address)
    author.submit({"note": "Who does it."}, status=422)
    assert errors(author)["text"] == "Choose the file"
    assert author.filled(author.form(address))["note"] == ["Who does it."]
    file = (io.BytesIO(b"How we patch, and who."), "draft 2.txt")
    author.submit({"text-upload": file, "note": "Who does it."})
    author.follow()
    assert "draft 2.txt" in author.text() and "Version 2" in author.text()
    link = author.page.find("a", string="draft 2.txt")["href"]
    assert author.client.get(link).data == b"How we patch, and who."


def test_people_are_found_without_scripts_and_nothing_typed_is_lost(site):
    author = site.visitor("author")
    author.get("/policies/new")
    first = [o.text for o in author.page.select("#owner_id option")][1]
    assert "Policy developer" in first
    author.submit(
        {**REGISTRATION, "title": "Kept", "find_people": "strategy", "find": "find"},
        action="/policies/new", status=200,
    )  # fmt: skip
    found = [o.text for o in author.page.select("#deputy_id option")][1:]
    assert any("Strategy Unit" in each for each in found)
    assert len(found) < len(site.world.ids)
    assert author.filled(author.form("/policies/new"))["title"] == ["Kept"]
    author.submit({}, action="/policies/new")
