"""A policy's whole life, page by page: published, reviewed, changed, superseded, revoked."""

from __future__ import annotations

import datetime as dt

from ria.services.review.reviews import start_due_reviews
from tests.forms import samples
from tests.journeys.life import decide
from tests.journeys.lives.full_road import (
    LOW,
    assessed_with_sources,
    day,
    fill_and_hand_in,
    low_road,
    publish,
    sign,
)
from tests.ria.building import Edition
from tests.ria.reviewing import leading
from tests.ria.web.conftest import Site

APPROVE = {"decision": "approve", "due_regard": "yes"}


def on(site: Site, when: dt.date) -> None:
    """It is this day, for everybody."""
    site.world.clock.at = dt.datetime.combine(when, dt.time(9), dt.UTC)


def reviewed(site: Site, edition: Edition) -> None:
    """The system starts the review on its day; the owner finds that a change is needed."""
    due = site.world.row(edition).next_review_on
    on(site, due - dt.timedelta(days=90))
    assert start_due_reviews(site.world.store) == 1
    author, unit = site.visitor("author"), site.visitor("strategy")
    answers = samples.review_answers(LOW, contact=site.world.refs["author"])
    fill_and_hand_in(author, edition, "review", answers)
    decide(unit, edition, APPROVE)


def changed(site: Site, first: Edition) -> Edition:
    """The next edition goes the short road beside the one that counts, to the register."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    second = leading(site.world, first)
    author.get(f"/policies/{first.reference}")
    start = f"/assessments/{second.assessment_id}/actions/start"
    author.submit(action=start)
    screening = samples.screening_answers(LOW, contact=site.world.refs["author"])
    screening |= {
        "assessed_before": "yes",
        "assessed_when": "2026-11-23",
        "assessed_outcome": "Low. Twelve places near the door were marked.",
        "open_actions": "None",
    }
    fill_and_hand_in(author, second, "screening", screening)
    decide(unit, second, APPROVE)
    answers = assessed_with_sources(author, second, LOW)
    fill_and_hand_in(author, second, "assessment", answers)
    sign(site.visitor("adviser"), second, "adviser")
    decide(unit, second, APPROVE)
    publish(site, second, LOW)
    return second


def revoked(site: Site, edition: Edition) -> None:
    """Years later a court speaks: the Strategy Unit revokes it ahead of the committee."""
    on(site, dt.date(2032, 4, 5))
    unit = site.visitor("strategy")
    page = f"/assessments/{edition.assessment_id}/actions/revoke"
    unit.get(page)
    words = {"reason": "A court has found the permit scheme unlawful.", "urgent": "yes"}
    when = day("ratify_by", dt.date(2032, 5, 4))
    unit.submit({**words, "reference": "Claim 12 of 2032", **when}, action=page)


def whole_life(site: Site) -> tuple[Edition, Edition]:
    """From 2026 to 2032; both editions."""
    first = low_road(site)
    reviewed(site, first)
    second = changed(site, first)
    revoked(site, second)
    return first, second
