"""Harm in every field of every section of every form: kept exactly, or refused at its field."""

from __future__ import annotations

import pytest

from forms.questions.question import Kind
from tests.forms import samples
from tests.journeys.hostile.attack import Attack
from tests.journeys.hostile.form import Sheet
from tests.journeys.stations import tampered, then, written
from tests.ria import road
from tests.ria.reviewing import current_high, fill_review, start_review
from tests.ria.web.filling import address

pytestmark = pytest.mark.hostile

NOT_HERE = {
    *((form, f"race_{what}") for form in ("assessment", "consultation")
      for what in ("effects", "effects_broad", "effects_ticked")),
    *(("consultation", f"race_{what}") for what in
      ("residual", "residual_broad", "residual_ticked")),
    *(("monitoring_plan", key) for key in
      ("harm_signs", "watched_by", "recorded_where", "look_again")),
}  # fmt: skip
"""Asked about races grouped otherwise, and at another level: of a kind with those that are met."""


def every_group(form):
    """Every group of every strand is ticked in a form."""
    return {
        question.key: [option.value for option in question.options if not option.exclusive][:1]
        for question in samples.form_set(form).questions()
        if question.kind is Kind.MANY and question.key.endswith("_groups")
    }


def screening(**changes):
    """A screening that is filled in, some answers changed."""

    def start(world):
        edition = world.in_screening()
        world.fill(edition, road.HIGH)
        written("screening", changes)(world, edition)
        return edition

    return start


def every_harm(world, edition):
    """Every strand's group is worse off: what is left of that is asked."""
    harm = {"effect": "negative", "size": "low", "how": "People told us so at two meetings."}
    ticked = every_group("screening")
    effects = {
        key.replace("_groups", "_effects"): {group: harm for group in groups}
        for key, groups in ticked.items()
    }
    asked = {question.key for question in samples.form_set("consultation").questions()}
    mine = {key: value for key, value in effects.items() if key in asked}
    written("consultation", mine)(world, edition)


def every_strand_again(world, edition):
    """More groups are to be added in every strand."""
    [more] = [q for q in samples.form_set("assessment").questions() if q.key == "more_strands"]
    written("assessment", {more.key: [each.value for each in more.options]})(world, edition)


def in_review(**changes):
    """A review of a policy of high relevance that is filled in, some answers changed."""

    def start(world):
        edition = current_high(world)
        start_review(world, edition)
        fill_review(world, edition, road.HIGH)
        written("review", changes)(world, edition)
        return edition

    return start


def filled(form):
    """Fill in a form that is open."""
    return lambda world, edition: road.fill_form(
        world, edition, form, road.ANSWERS[form](road.HIGH)
    )


STRANDS = tampered("screening", every_group("screening"))
OPEN = {
    "screening": screening(**every_group("screening")),
    "lower screening": screening(proposed_level="low", lower_choice="ask"),
    "assessment": then(road.assessed, STRANDS, every_strand_again),
    "short assessment": lambda world: road.assessed(world, road.LOW),
    "consultation": then(road.in_consultation, STRANDS, filled("consultation"), every_harm),
    "monitoring_plan": then(road.in_monitoring_plan, filled("monitoring_plan")),
    "publication": then(road.approved, filled("publication")),
    "review": in_review(**every_group("review")),
    "lower review": in_review(proposed_level="low", lower_choice="ask"),
}
FORMS = list(dict.fromkeys(name.rpartition(" ")[2] for name in OPEN))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("form", FORMS)
def test_every_section(site, form):
    attack_all(site, form, is_short=True)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("form", FORMS)
def test_every_section_on_both(site_on_both, form):
    attack_all(site_on_both, form)


def attack_all(site, form, *, is_short=False):
    """Every section of a form that is asked in one of the editions; no question stands on no
    page."""
    attack, met = Attack(site, tables=("section_answers",), is_short=is_short), set()
    for name, start in OPEN.items():
        if name.rpartition(" ")[2] != form:
            continue
        edition, author = start(site.world), site.visitor("author")
        for section in samples.form_set(form).sections:
            here = address(edition, section.id, form=form)
            if asked(section) <= met or author._send("GET", here).status_code == 303:
                continue
            attack.all_ways(opener(author, here), shows=True)
            met |= {field.name.partition("-")[0] for field in opener(author, here)().fields}
    every = set().union(*map(asked, samples.form_set(form).sections))
    assert sorted((form, key) for key in every - met if (form, key) not in NOT_HERE) == []
    assert attack.counts["fields"] > (0.5 if is_short else 10) * len(met)


def asked(section):
    """The questions of a section that are answered by typing or choosing."""
    return {question.key for question in section.questions if question.kind is not Kind.FILE}


def opener(visitor, here):
    """Opens the page of a section anew."""

    def opened():
        visitor.get(here)
        return Sheet(visitor, visitor.form(here))

    return opened
