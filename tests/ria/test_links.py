"""Addresses in mails lead to RIA_BASE_URL, whatever is in a reference."""

from __future__ import annotations

import pytest

from ria.links import Links

LINKS = Links("https://ria.example/equality")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        (LINKS.work(), "/work"),
        (LINKS.policy("P0001"), "/policies/P0001"),
        (LINKS.decision(7), "/assessments/7/decision"),
        (LINKS.stage(7, "screening"), "/assessments/7/screening"),
        (LINKS.sign(7, "second"), "/assessments/7/signatures/second"),
        (LINKS.register("P0001"), "/register/P0001"),
        (LINKS.policy("a/b?c=d#e é"), "/policies/a%2Fb%3Fc%3Dd%23e%20%C3%A9"),
        (LINKS.register("../../x"), "/register/..%2F..%2Fx"),
    ],
)
def test_links(link, path):
    assert link == f"https://ria.example/equality{path}"
