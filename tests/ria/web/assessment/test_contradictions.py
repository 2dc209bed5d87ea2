"""Answers that contradict each other are told where they are mended, and each link leads there."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.forms import samples
from tests.ria import road
from tests.ria.web.filling import address

CONTRADICTS = "The outcome is that nothing major changes, and a bad effect is left"


def dead_ends(visitor, links):
    """The links whose page has no such place, each page opened once."""
    pages, here = {"": visitor.page}, []
    for link in links:
        at = urlsplit(link)
        if at.path not in pages:
            pages[at.path] = visitor.get(at.path)
        if pages[at.path].find(id=at.fragment) is None:
            here.append(link)
    return here


def test_contradictions_are_told_on_the_list_the_check_page_and_when_it_is_refused(site):
    edition = road.assessed(site.world, road.LOW)
    answers = {**samples.assessment_answers(road.LOW), "outcome": "no_change"}
    road.fill_form(site.world, edition, "assessment", answers)
    road.leave_findings(site.world, edition)
    author, listed = site.visitor("author"), address(edition, form="assessment")

    author.get(listed)
    assert CONTRADICTS in author.text()
    assert author.page.select_one("#hand-in ~ ul a[href='#contradictions']")
    links = [a["href"] for a in author.page.select("#contradictions ~ ul a")]
    assert {urlsplit(link).fragment for link in links} >= {"outcome", "sex_effects"}
    assert dead_ends(author, links) == []

    author.get(listed)
    author.submit(action=listed, status=422)
    summary = author.page.select(".govuk-error-summary a")
    (link,) = [a for a in summary if a.text == CONTRADICTS]
    told = author.page.select_one(link["href"])
    assert told.find("a")["href"].endswith("#outcome")
    assert dead_ends(author, [a["href"] for a in summary]) == []

    for who in ("author", "adviser"):
        reader = site.visitor(who)
        reader.get(f"{listed}/check")
        assert CONTRADICTS in reader.text()
        there = [a["href"] for a in reader.page.select("#contradictions ~ ul a")]
        assert there and dead_ends(reader, there) == []
        reader.get(listed)
        there = [a["href"] for a in reader.page.select("#contradictions ~ ul a")]
        assert there and dead_ends(reader, there) == []


def test_every_place_the_page_of_a_decision_leads_to_exists(site):
    edition = road.assessed(site.world)
    road.hand_in(site.world, edition)
    unit = site.visitor("strategy")
    unit.get(f"/assessments/{edition.assessment_id}/decision")
    places = {a["href"] for a in unit.page.select("main a[href^='#']")}
    assert any(place.startswith("#answer-") for place in places)
    assert dead_ends(unit, places) == []
    fragments = {urlsplit(b["formaction"]).fragment for b in unit.page.select("[formaction]")}
    assert [place for place in fragments if unit.page.find(id=place) is None] == []
