"""Harm in what an address holds: the searches, the filters, the pages of lists, the names in it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest

from ria.web.routes import route_list
from tests.journeys.hostile.payloads import BYTES, KEPT, LINES, NUMBERS

pytestmark = pytest.mark.hostile

TEXTS = [
    KEPT["script"], KEPT["template"], KEPT["sql"], KEPT["right to left"], KEPT["like"],
    LINES["header"], *BYTES.values(), *NUMBERS[:5], "\x00", "x" * 5_000, "2147483648",
    "../../etc/passwd", "%00", "//x.example",
]  # fmt: skip
PARAMETERS = (
    "words", "committee", "level", "kind", "policy", "area", "stage", "role", "state", "show",
    "after", "before", "next", "blank", "help", "v", "as_of", "page", "x",
)  # fmt: skip
LISTS = {
    "": ("/", "/register.json", "/sign-in"),
    "strategy": ("/policies", "/evidence", "/desk", "/work"),
    "admin": ("/accounts", "/mails", "/units", "/committees", "/settings"),
}
FINE = frozenset({200, 302, 303, 304, 308, 400, 403, 404, 405, 410, 422})


@pytest.mark.parametrize("who", LISTS)
def test_every_list_with_harm_in_every_parameter(site_on_either, who):
    site_on_either.world.screened_out()
    visitor = site_on_either.visitor(who)
    for address in LISTS[who]:
        for number in range(len(TEXTS)):
            harm = {name: TEXTS[(number + n) % len(TEXTS)] for n, name in enumerate(PARAMETERS)}
            response = visitor._send("GET", f"{address}?{urlencode(harm)}")
            assert response.status_code in FINE, (address, harm)
            if response.status_code == 200 and response.mimetype == "text/html":
                visitor._read(response, 200)
                markup = response.get_data(as_text=True)
                assert "<script>alert" not in markup and "onerror=alert(1)>" not in markup


def test_every_address_with_harm_in_its_names(site_on_either):
    edition = site_on_either.world.awaiting()
    visitor = site_on_either.visitor("strategy")
    admin = site_on_either.visitor("admin", "10.0.2.1")
    known = {"assessment_id": str(edition.assessment_id), "reference": edition.reference,
             "stage": "screening"}  # fmt: skip
    for route in route_list(site_on_either.app):
        names = re.findall(r"<(\w+)>", str(route["path"]))  # a number is never anything else
        for text in TEXTS if names else ():
            harm = {**known, **dict.fromkeys(names[-1:], quote(text, safe=""))}
            values = {**dict.fromkeys(names, "1"), **harm}
            address = re.sub(
                r"<(?:\w+:)?(\w+)>", lambda m, v=values: v.get(m[1], "1"), route["path"]
            )
            who = admin if str(route["permission"]).endswith("manage") else visitor
            response = who._send(route["methods"][0], address)
            assert response.status_code in FINE, (address[:200], response.status_code)
