"""No button on the page of a decision loses unsent input, including the buttons outside its
form.
"""

from __future__ import annotations

import pytest

from tests.ria.web.process.test_decision import filled, half_typed, is_kept, page_of


@pytest.fixture
def edition(site):
    """A policy whose screening awaits approval, at medium."""
    return site.world.awaiting(case="media_policy")


@pytest.fixture
def decider(site):
    """Somebody of the Strategy Unit."""
    return site.visitor("strategy")


def test_claiming_and_releasing_lose_nothing_half_typed(site, decider, edition):
    for name in ("claim", "release"):
        decider.get(page_of(edition))
        decider.post(page_of(edition, name), half_typed(decider, edition), status=200)
        assert is_kept(decider, edition)
    other = site.visitor("strategy2")
    other.get(page_of(edition))
    other.post(page_of(edition, "claim"), filled(other, edition))
    decider.post(page_of(edition, "claim"), half_typed(decider, edition), status=409)
    assert "Strategy2 has claimed it." in decider.page.select_one(".govuk-error-summary").text
    assert is_kept(decider, edition, 409)
