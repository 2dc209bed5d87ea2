"""All questions on one page, blank and filled in."""

from __future__ import annotations

import pytest

from tests.forms.samples import by_section, screening
from tests.ria.web.filling import address
from tests.ria.web.kit.test_query_counts import counted


@pytest.fixture
def edition(site):
    """A policy whose screening is filled in."""
    return site.world.awaiting(case="media_policy")


@pytest.fixture
def author(site):
    """The policy's owner."""
    return site.visitor("author")


def headings(visitor):
    """The questions on the page."""
    return [" ".join(h.get_text().split()) for h in visitor.page.select("main h3")]


def test_the_task_list_leads_to_it_and_the_ways_to_each_other(author, edition):
    author.get(address(edition))
    whole = address(edition, "all")
    assert whole in [a["href"] for a in author.page.select("main a")]
    author.get(whole)
    ways = author.page.select("nav[aria-label='Ways to see this form'] a")
    assert [a["href"] for a in ways] == [
        whole,
        f"{whole}?help",
        f"{whole}?blank",
        f"{whole}?blank&help",
    ]
    for way in ways:
        author.get(way["href"])
        (current,) = author.page.select(".ria-choices [aria-current]")
        assert current["href"] == way["href"]


def test_filled_in_it_has_every_answer_that_counts(author, edition):
    author.get(address(edition, "all"))
    words = author.text()
    assert by_section("media_policy")["purpose"]["purpose"] in words
    assert "The level that counts: Medium relevance" in words
    assert 0 < len(headings(author)) < len(list(screening().questions()))
    assert "Example." not in words


def test_blank_it_has_every_question_and_no_answer(author, edition):
    author.get(f"{address(edition, 'all')}?blank&help")
    labels = [" ".join(question.label.split()) for question in screening().questions()]
    assert headings(author) == labels
    words = author.text()
    assert by_section("media_policy")["purpose"]["purpose"] not in words
    assert words.count("Example.") >= len(labels)
    assert "☐ Yes" in words and "Only if you answered" in words


def test_an_empty_form_says_what_is_not_answered(site, author):
    empty = site.world.in_screening()
    author.get(address(empty, "all"))
    assert "Not answered" in author.text()


def test_it_asks_as_often_for_a_full_form_as_for_an_empty_one(site, author, edition):
    empty, sent_by = site.world.in_screening(), []
    for one in (empty, edition):
        with counted(site) as sent:
            author.get(address(one, "all"))
        sent_by.append(len(sent))
    assert sent_by[0] == sent_by[1]


def test_it_is_for_readers_of_the_draft(site, edition):
    site.visitor("adviser").get(address(edition, "all"))
    site.visitor("colleague").get(address(edition, "all"), 404)
