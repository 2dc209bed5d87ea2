"""Harm in every field of every hand-written form: kept exactly, or refused at its field."""

from __future__ import annotations

import secrets
from collections import Counter
from itertools import count
from urllib.parse import urlencode

import pytest

from tests.journeys.hostile.attack import Attack
from tests.journeys.hostile.doors import DOORS, FORMATS, Door
from tests.journeys.hostile.form import Sheet
from tests.journeys.hostile.payloads import BYTES, KEPT, LINES, REFUSED
from tests.ria.web.client import Visitor

pytestmark = pytest.mark.hostile

TEXTS = [*KEPT.values(), *LINES.values(), *REFUSED.values(), *BYTES.values()]
LEAST = {"forms": 25, "posts": 300, "fields": 1000}
A_ROUND = {"forms": 25, "posts": 30, "fields": 75}


@pytest.mark.timeout(600)
def test_every_form(site):
    attack_all(site, A_ROUND, is_short=True)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_form_on_both(site_on_both):
    attack_all(site_on_both, LEAST)


def attack_all(site, least, *, is_short=False):
    """Every form of the list, with at least so much sent."""
    attack = Attack(site, without=FORMATS, is_short=is_short)
    people = {}
    for door in DOORS.values():
        if door.who not in people:
            people[door.who] = site.visitor(door.who, f"10.0.1.{len(people)}")
        visitor = people[door.who]
        address = door.come(site.world)
        if door.bare:
            press(visitor, door, address, attack.counts)
        else:
            attack.without = FORMATS | set(door.hidden)
            attack.all_ways(opener(site, visitor, door, address), shows=door.shows)
    assert {name: attack.counts[name] for name in least if attack.counts[name] < least[name]} == {}


def opener(site, visitor, door, address):
    """Opens the page of a form anew, about something else where the last time used it up."""

    here, times = address, count()

    def opened():
        nonlocal here
        if door.used_up and visitor.response is not None and visitor.response.status_code == 303:
            here = door.come(site.world)
        visitor.get(here)
        sheet = Sheet(visitor, visitor.form(here))
        number = str(next(times))
        sheet.filled |= {name: text.replace("{n}", number) for name, text in door.holds.items()}
        return sheet

    return opened


def press(visitor: Visitor, door: Door, address: str, counts: Counter[str]) -> None:
    """A form that stands on other pages: harm in each of its hidden fields."""
    visitor.get("/work" if door.who else "/sign-in")
    token = visitor.filled(visitor.page.find("form", method="post"))["csrf_token"]
    for number in range(len(TEXTS)):
        harm = {name: TEXTS[(number + n) % len(TEXTS)] for n, name in enumerate(door.bare)}
        fields = {"csrf_token": token, "token": secrets.token_hex(16), **door.holds, **harm}
        counts["posts"] += 1
        counts["fields"] += len(harm)
        response = visitor._send(
            "POST", address, data=urlencode(fields, doseq=True),
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert response.status_code in {200, 302, 303, 403, 404, 409, 413, 422}, (address, harm)
        where = response.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith("//") and where.isprintable()
