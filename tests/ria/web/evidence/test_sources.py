"""Choosing among many sources of evidence: narrowed by words, with nothing typed or ticked lost."""

from __future__ import annotations

import dataclasses

import pytest

from forms.answers.text import printable
from forms.questions.question import Audience
from ria.models import EvidenceKind, SectionAnswers
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from tests.journeys.hostile.payloads import KEPT, REFUSED
from tests.ria import road
from tests.ria.web.filling import address
from tests.ria.web.kit.test_query_counts import counted

SOURCE = EvidenceInput(
    title="", kind=EvidenceKind.SURVEY, source="Home Office", period="2019/20", area="London",
    finding="Black people were searched most.", limits="It is old.", audience=Audience.INTERNAL,
)  # fmt: skip


@pytest.fixture
def author(site):
    """The author's browser."""
    return site.visitor("author")


def stored(site):
    """The answers of the assessment's section of evidence, if it was ever saved."""
    rows = [row for row in site.world.all(SectionAnswers) if row.section == "evidence"]
    return [row.answers for row in rows[1:]]  # the first is that of the screening


def bank(world, edition, count, **more):
    """So many sources in the bank, of two kinds in turn."""
    for number in range(1, count + 1):
        kind = EvidenceKind.SURVEY if number % 2 else EvidenceKind.STATISTICS
        given = dataclasses.replace(SOURCE, title=f"Source {number}", kind=kind, **more)
        about = {"policy_reference": edition.reference, "actor_id": world.ids["author"]}
        add_evidence(world.store, **about, given=given, token=world.token())


@pytest.fixture
def sourced(site):
    """A full assessment that is open and empty, and many sources; its page of evidence."""
    world = site.world
    edition = road.in_assessment(world)
    bank(world, edition, 24)
    bank(world, edition, 1, limits="Nobody in the Café was asked.")
    return address(edition, "evidence", form="assessment")


def sources_shown(visitor, question):
    """The sources offered at a question, by the heading over them."""
    inner = visitor.page.select(f"#{question} fieldset")
    return {one.legend.text.strip(): [box["value"] for box in one.select("input")] for one in inner}


def test_many_sources_are_narrowed_and_nothing_typed_or_ticked_is_lost(site, author, sourced):
    author.get(sourced)
    assert list(sources_shown(author, "figures")) == ["Figures", "Survey"]
    count = author.page.select_one("#find-figures-count").text.strip()
    assert count.startswith("25 sources")
    typed = {"figures": ["E2", "E3"], "voices": ["E5"], "figures_show": "Half\ntyped"}
    find = {"find-figures": "cafe", "find": "figures"}
    author.submit({**typed, **find}, action=sourced, status=200)
    assert sources_shown(author, "figures") == {"What you ticked": ["E2", "E3"], "Survey": ["E25"]}
    count = author.page.select_one("#find-figures-count").text.strip()
    assert count.startswith("3 of 25 sources.")
    assert list(sources_shown(author, "voices")) == ["What you ticked", "Survey"]
    kept = author.filled(author.form(sourced))
    assert {name: kept[name] for name in typed} == {
        "figures": ["E2", "E3"], "voices": ["E5"], "figures_show": ["Half\ntyped"]
    }  # fmt: skip
    assert kept["find-figures"] == kept["find-figures-last"] == ["cafe"]
    assert stored(site) == []
    # What is saved is what is ticked, in sight or not, and the next look begins with it.
    author.submit({"find-figures": "no such words"}, action=sourced)
    assert stored(site)[0]["figures"] == ["E2", "E3"]
    author.get(sourced)
    assert next(iter(sources_shown(author, "figures"))) == "What you ticked"


def test_the_enter_key_in_the_words_looks_for_them_and_elsewhere_saves(site, author, sourced):
    author.get(sourced)
    author.submit({"find-voices": "café", "save": "save"}, action=sourced, status=200)
    assert sources_shown(author, "voices") == {"Survey": ["E25"]} and not stored(site)
    author.submit({"voices": "E25", "save": "save"}, action=sourced)
    assert stored(site)[0]["voices"] == ["E25"]


def test_words_that_mean_harm_are_shown_again_and_do_none(author, sourced):
    author.get(sourced)
    for words in (*KEPT.values(), *REFUSED.values()):
        author.submit({"find-figures": words, "find": ["figures", "x"]}, action=sourced, status=200)
        shown = author.page.select_one("#find-figures")["value"]
        assert shown.split() == printable(words)[:200].split()
        assert len(author.page.select("input[name=figures]")) in (0, 1, 25), words


def test_few_sources_are_simply_listed(site, author):
    edition = road.in_assessment(site.world)
    bank(site.world, edition, 4)
    author.get(address(edition, "evidence", form="assessment"))
    assert not author.page.select("#find-figures")
    assert len(author.page.select("input[name=figures]")) == 4


def test_a_page_asks_for_sources_only_where_one_can_be_cited_and_once(site, author, sourced):
    def asked(page):
        with counted(site) as sent:
            author.get(page)
        return len(sent), len([one for one in sent if "FROM evidence" in one])

    before = asked(sourced)
    assert before[1] == 1
    bank(site.world, site.world.in_screening(), 12)
    assert asked(sourced) == before
    assert asked(sourced.replace("/evidence", "/people"))[1] == 0
