"""The public register: what is published, nothing else, and quickly."""

from __future__ import annotations

import json

import pytest

from ria.models import Operation
from tests.ria.web.conftest import email_of


@pytest.fixture
def out(site):
    """A policy screened out and so published."""
    return site.world.screened_out(title="Patching of <servers> & more")


def test_an_empty_register_says_so(site):
    visitor = site.visitor()
    visitor.get("/")
    assert "Nothing has been published yet" in visitor.text()


def test_a_screening_is_never_called_an_assessment(site, out):
    visitor = site.visitor()
    visitor.get("/")
    assert "Screened, not assessed" in visitor.text()
    visitor.get(visitor.page.select_one("main h2 a")["href"])
    text = visitor.text()
    assert "Patching of <servers> & more" in text
    assert "Screened, not assessed" in text and "A screening is not an assessment" in text
    assert "To be screened again by" in text and "23 November 2029" in text
    assert "Second signature" in text
    assert visitor.page.find("a", href=f"/register/{out.reference}.json")


def test_it_names_nobody_and_shows_no_draft(site, out):
    site.world.in_screening(title="Canary draft")
    visitor = site.visitor()
    for path in ("/", f"/register/{out.reference}", f"/register/{out.reference}.json",
                 "/register.json", "/?words=canary"):  # fmt: skip
        visitor.get(path)
        shown = visitor.response.text.replace('value="canary"', "")
        for secret in ("Canary", "Author", "Strategy2", email_of("author"), "Adviser"):
            assert secret not in shown, (path, secret)


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 1), ("words=PATCHING", 1), ("words=servers+patching", 1), ("words=dogs", 0),
     ("words=100%25", 0), ("level=none", 1), ("level=high", 0),
     ("committee=Operations", 1), ("committee=Resources", 0), ("level=none&words=more", 1)],
)  # fmt: skip
def test_it_is_searched_by_words_committee_and_level(site, out, query, found):
    visitor = site.visitor()
    visitor.get(f"/?{query}")
    assert len(visitor.page.select("main h2 a")) == found
    if not found:
        assert "Nothing that is published matches this" in visitor.text()


def test_what_is_not_published_is_not_there(site):
    edition = site.world.awaiting()
    for reference in (edition.reference, "none", "x" * 3000):
        for end in ("", ".json"):
            site.visitor().get(f"/register/{reference}{end}", 404)


def test_as_data_it_is_the_snapshot(site, out):
    visitor = site.visitor()
    visitor.get(f"/register/{out.reference.lower()}.json")
    entry = json.loads(visitor.response.text)
    assert entry["reference"] == out.reference and entry["kind"] == "screened_out"
    assert entry["number"] == 1 and len(entry["content_hash"]) == 64
    visitor.get("/register.json")
    listed = json.loads(visitor.response.text)
    assert [p["reference"] for p in listed["policies"]] == [out.reference]
    assert listed["policies"][0]["url"].endswith(f"/register/{out.reference}")
    assert listed["next"] is None


@pytest.mark.parametrize("path", ["/", "/register/{}", "/?words=patching"])
def test_a_repeat_costs_almost_nothing_and_a_change_shows_at_once(site, out, path):
    visitor = site.visitor()
    path = path.format(out.reference)
    visitor.get(path)
    tag = visitor.response.headers["ETag"]
    assert visitor.response.headers["Cache-Control"] == "public, no-cache"
    visitor.get(path, 304, headers={"If-None-Match": tag})
    assert visitor.response.get_data() == b"" and visitor.response.headers["ETag"] == tag
    site.world.screened_out(title="Another", operation=Operation.PROPOSED)
    visitor.get(path, 200, headers={"If-None-Match": tag})


def test_the_same_tag_never_stands_for_two_pages(site, out):
    visitor = site.visitor()
    tags = set()
    for path in ("/", "/?words=x", "/?words=y", f"/register/{out.reference}", "/register.json"):
        visitor.get(path)
        tags.add(visitor.response.headers["ETag"])
    assert len(tags) == 5
