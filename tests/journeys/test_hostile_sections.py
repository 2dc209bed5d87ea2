"""Harm in every field of every section of every form: kept exactly, or refused at its field."""

from __future__ import annotations

import pytest

from forms.question import Kind
from tests.forms import samples
from tests.journeys.hostile_attack import Attack
from tests.journeys.hostile_form import Sheet
from tests.journeys.payloads import KEPT
from tests.journeys.stations import tampered, then, written
from tests.ria import road
from tests.ria.web.filling import address

NOT_HERE = {
    *((form, f"race_{what}") for form in ("assessment", "consultation")
      for what in ("effects", "effects_broad", "effects_ticked")),
    *(("consultation", f"race_{what}") for what in
      ("residual", "residual_broad", "residual_ticked")),
    *(("monitoring_plan", key) for key in
      ("harm_signs", "watched_by", "recorded_where", "look_again")),
}  # fmt: skip
"""Asked about races grouped otherwise, and at another level: of a kind with those that are met."""
LEAST = {"forms": 70, "posts": 340, "fields": 2500}


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
}


@pytest.mark.timeout(600)
def test_every_section(site):
    counts, left_out = attack_all(site, 0)
    assert {name: counts[name] for name in LEAST if counts[name] < LEAST[name]} == {}
    assert sorted(left_out - NOT_HERE) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("turn", range(1, len(KEPT)))
def test_every_section_with_every_payload(site_on_both, turn):
    attack_all(site_on_both, turn)


def attack_all(site, turn):
    """Every section that is asked in one of the editions; how much was sent, and the questions
    that stood on no page."""
    attack, met = Attack(site, tables=("section_answers",)), set()
    author = site.visitor("author")
    for name, start in OPEN.items():
        edition, form = start(site.world), name.rpartition(" ")[2]
        for section in samples.form_set(form).sections:
            here = address(edition, section.id, form=form)
            wanted = {(form, question.key) for question in section.questions}
            if wanted <= met or author._send("GET", here).status_code == 303:
                continue
            attack.all_ways(opener(author, here), turn, shows=True)
            names = {field.name.partition("-")[0] for field in opener(author, here)().fields}
            met |= {(form, key) for key in names}
    return attack.counts, unasked(met)


def unasked(met):
    """The questions of the forms that were on no page, files left out."""
    return {
        (form, question.key)
        for form in road.ANSWERS
        for question in samples.form_set(form).questions()
        if (form, question.key) not in met and question.kind is not Kind.FILE
    }


def opener(visitor, here):
    """Opens the page of a section anew."""

    def opened():
        visitor.get(here)
        return Sheet(visitor, visitor.form(here))

    return opened
