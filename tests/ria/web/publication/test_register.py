"""The public register: what is published, nothing else, and quickly."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from xml.etree import ElementTree

import pytest

from ria.history import unit_of_work
from ria.models import Operation, PublicationKind
from ria.publishing.snapshot import publish
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.publication.register import published
from tests.forms import samples
from tests.ria import road
from tests.ria.web.conftest import email_of
from workflows.levels import Level


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
    considered = [th.text for th in visitor.page.select("main tbody th")]
    assert considered[0] == "Race" and len(considered) == 9
    assert text.count("Nothing in the answers points to an effect on any group") >= 9
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
    [("", 1), ("kind=screened_out", 1), ("kind=assessment", 0), ("words=PATCHING", 1),
     ("words=servers+patching", 1), ("words=dogs", 0), ("words=%25", 0), ("words=patch%25ching", 0),
     ("level=none", 1), ("level=high", 0),
     ("committee=Operations", 1), ("committee=Resources", 0), ("level=none&words=more", 1)],
)  # fmt: skip
def test_it_is_searched_by_words_committee_and_level(site, out, query, found):
    visitor = site.visitor()
    visitor.get(f"/?{query}")
    assert len(visitor.page.select("main h2 a")) == found
    if not found:
        assert "Nothing that is published matches this" in visitor.text()


def test_it_counts_what_was_found_and_what_each_filter_would_leave(site, out):
    site.world.screened_out(title="Cleaning of laundry")
    visitor = site.visitor()
    visitor.get("/")
    assert "2 entries." in visitor.text() and "Not relevant (2)" in visitor.text()
    visitor.get("/?words=patching")
    text = visitor.text()
    assert "1 of 2 entries match this." in text and "Screened, not assessed (1)" in text
    assert "Operations (1)" in text and "High relevance (0)" in text
    visitor.get("/?words=patching&level=high")
    assert "0 of 2 entries match this." in visitor.text() and "Not relevant (1)" in visitor.text()


def test_letters_beyond_ascii_are_found_in_whatever_case(site_on_both):
    """Also outside the title, on both databases: what was written is kept folded for searching."""
    world = site_on_both.world
    edition = world.screened_out(title="Straße to ÉIRE")
    snapshot_says(world, edition, look_again="If Ærø or ÎLE is named.")
    visitor = site_on_both.visitor()
    for words in ("STRASSE", "éire", "e\u0301ire", "ÆRØ", "ærø", "île", "STRASSE ærø"):
        visitor.get("/", query_string={"words": words})
        assert len(visitor.page.select("main h2 a")) == 1, words


def snapshot_says(world, edition, **more):
    """Publish the policy once more, with this in its snapshot."""
    with unit_of_work(world.store) as unit:
        first = published(unit.session, edition.reference)
        publish(
            unit,
            policy=policy_by_reference(unit.session, edition.reference),
            kind=PublicationKind.SCREENED_OUT,
            committee="Operations",
            level=Level.NONE,
            snapshot={**first, **more},
            actor_ref="system",
        )


def test_questions_do_not_count_as_what_was_said(site, out):
    visitor = site.visitor()
    for words in ("look_again", "What would make you look again", "screened_out"):
        visitor.get("/", query_string={"words": words})
        assert "Nothing that is published matches this" in visitor.text()


def test_as_a_table_no_title_is_run_as_a_formula(site, out):
    evil = site.world.screened_out(title='=HYPERLINK("https://x.example")')
    visitor = site.visitor()
    visitor.get("/register.csv")
    assert visitor.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    newest, older = csv.DictReader(io.StringIO(visitor.response.text))
    assert newest["title"] == '\'=HYPERLINK("https://x.example")'
    assert newest["url"].endswith(f"/register/{evil.reference}")
    assert older["title"] == "Patching of <servers> & more"
    assert (older["kind"], older["level"], older["operation"]) == (
        "screened_out",
        "none",
        "proposed",
    )
    assert older["assessed_or_screened_on"] == "2026-11-23"
    assert older["next_due_on"] == "2029-11-23"
    visitor.get("/register.csv?words=patching")
    assert len(visitor.response.text.splitlines()) == 2


def test_as_a_feed_it_is_atom_and_names_each_publication(site, out):
    visitor = site.visitor()
    visitor.get("/register.atom")
    feed = ElementTree.fromstring(visitor.response.text)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert visitor.response.headers["Content-Type"].startswith("application/atom+xml")
    (entry,) = feed.findall("a:entry", space)
    assert entry.find("a:title", space).text == "Patching of <servers> & more"
    assert entry.find("a:id", space).text.endswith(f"/register/{out.reference}/1")
    assert feed.find("a:updated", space).text == entry.find("a:updated", space).text
    assert "Screened, not assessed" in entry.find("a:summary", space).text
    visitor.get("/register.atom?words=dogs")
    assert ElementTree.fromstring(visitor.response.text).findall("a:entry", space) == []


def test_the_register_is_found_under_its_name_too(site):
    visitor = site.visitor()
    for query in ("", "?words=dress%20code&level=high"):
        visitor.get(f"/register{query}", 301)
        assert visitor.response.headers["Location"] == f"/{query}"


@pytest.mark.parametrize("path", ["/register.csv", "/register.atom", "/register.json",
                                  "/register/{}.json", "/register/{}/1.json"])  # fmt: skip
def test_files_are_known_by_their_tag_and_say_when_they_changed(site, out, path):
    visitor = site.visitor()
    path = path.format(out.reference)
    visitor.get(path)
    headers = visitor.response.headers
    assert headers["Last-Modified"] == "Mon, 23 Nov 2026 09:00:00 GMT"
    visitor.get(path, 304, headers={"If-None-Match": headers["ETag"]})


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


# --- An assessed policy ---------------------------------------------------------------------


@pytest.fixture
def assessed(site):
    """A policy of high relevance, assessed and published."""
    edition = road.approved(site.world)
    road.publish(site.world, edition)
    return edition


def test_the_plain_summary_comes_first(site, assessed):
    visitor = site.visitor()
    visitor.get(f"/register/{assessed.reference}")
    main = visitor.page.main
    summary = samples.publication_answers(road.HIGH)["plain_summary"]
    assert main.select_one("h1").find_next("p").text.strip() == summary
    headings = [h.text for h in main.find_all("h2")]
    assert headings == [
        "What the policy is for",
        "Who could be affected, and how",
        "How relevant it is to each strand, and why",
        "What people told us, and what it changed",
        "What we decided, and why",
        "How we watch what happens",
        "How to ask, and how to challenge this",
        "Who signed it",
        "Every public answer",
        "About this page",
    ]
    text = visitor.text()
    assert "Number 1, done on 22 February 2027" in text
    assert "In operation since 1 January 2020" in text
    assert "Committee, 22 February 2027" in text and "Legal adviser" in text
    assert "214 people took part" in text and "You said, we did" in text
    groups = main.find("caption", string=lambda t: t and t.startswith("Race")).find_parent("table")
    roma = groups.find("th", string="Roma").find_parent("tr")
    assert "Not known" in roma.text


def test_the_low_one_says_that_nobody_was_asked_and_why(site):
    edition = road.approved_low(site.world)
    road.publish(site.world, edition, road.LOW)
    visitor = site.visitor()
    visitor.get(f"/register/{edition.reference}")
    assert "People were not consulted." in visitor.text()
    assert samples.assessment_answers(road.LOW)["waiver_reason"] in visitor.text()
    visitor.get("/?kind=assessment&level=low")
    assert len(visitor.page.select("main h2 a")) == 1


def test_anybody_can_hold_it_to_its_hash(site, assessed):
    """By the recipe of docs/reference/publication.md."""
    visitor = site.visitor()
    visitor.get(f"/register/{assessed.reference}.json")
    entry = json.loads(visitor.response.text)
    hash_ = entry.pop("content_hash")
    for added in ("number", "published_at"):
        entry.pop(added)
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == hash_
    visitor.get(f"/register/{assessed.reference}")
    assert hash_ in visitor.text()


def test_earlier_publications_stay_and_say_that_they_are_earlier(site, out):
    snapshot_says(site.world, out, title="Patching, screened anew")
    visitor = site.visitor()
    visitor.get(f"/register/{out.reference}")
    assert visitor.page.h1.text == "Patching, screened anew"
    assert "This is an earlier publication" not in visitor.text()
    visitor.get(visitor.page.select_one("main ul a")["href"])
    assert visitor.page.h1.text == "Patching of <servers> & more"
    assert "This is an earlier publication" in visitor.text() and "the newest" in visitor.text()
    visitor.get(f"/register/{out.reference}/1.json")
    assert json.loads(visitor.response.text)["title"] == "Patching of <servers> & more"
    for number in ("0", "3", "9" * 30):
        visitor.get(f"/register/{out.reference}/{number}", 404)
        visitor.get(f"/register/{out.reference}/{number}.json", 404)


def test_public_pages_set_no_cookie(site, assessed):
    visitor = site.visitor()
    reference = assessed.reference
    for path in ("/", f"/register/{reference}", f"/register/{reference}/1", "/register.json"):
        visitor.get(path)
        assert visitor.cookies() == []
        assert "Cookie" not in visitor.response.headers.get("Vary", "")


def test_the_list_as_data_takes_the_filters_of_the_search(site, out, assessed):
    visitor = site.visitor()
    for query, references in (
        ("", [assessed.reference, out.reference]),
        ("?kind=assessment", [assessed.reference]),
        ("?words=patching", [out.reference]),
    ):
        visitor.get(f"/register.json{query}")
        listed = json.loads(visitor.response.text)["policies"]
        assert [policy["reference"] for policy in listed] == references
