"""A policy of high relevance and one of low, each from registration to the public register."""

from __future__ import annotations

import pytest

from ria.history.export import exported
from ria.models import Publication
from tests.forms import samples
from tests.journeys.lives.full_road import HIGH, LOW, high_road, later, low_road
from workflows.stages import Stage


def ends_on_the_register(site, edition, case):
    """What must be true at the end of either road."""
    assert site.world.row(edition).stage is Stage.CURRENT
    public = site.visitor()
    public.get("/?kind=assessment")
    assert public.page.find("a", href=f"/register/{edition.reference}")
    public.get(f"/register/{edition.reference}")
    assert samples.publication_answers(case)["plain_summary"] in public.text()
    assert site.world.faults() == []


def test_stop_and_search_goes_all_the_way(site):
    edition = high_road(site)
    ends_on_the_register(site, edition, HIGH)
    row = site.world.row(edition)
    assert row.assessed_on == row.approved_on == row.published_on
    (published,) = site.world.all(Publication)
    capacities = [signature["capacity"] for signature in published.snapshot["signatures"]]
    assert capacities == ["Equality adviser", "Legal adviser", "Equality adviser",
                          "Legal adviser", "Committee", "Strategy Unit"]  # fmt: skip


def test_staff_parking_goes_by_the_short_road(site):
    edition = low_road(site)
    ends_on_the_register(site, edition, LOW)
    public = site.visitor()
    public.get(f"/register/{edition.reference}")
    assert "People were not consulted." in public.text()


@pytest.mark.long
@pytest.mark.postgres
def test_both_roads_leave_the_same_history_on_both_databases(two_sites):
    histories = []
    for site in two_sites:
        ends_on_the_register(site, low_road(site), LOW)
        later(site, 1)
        ends_on_the_register(site, high_road(site), HIGH)
        with site.world.store.read_session() as session:
            histories.append(list(exported(session)))
    assert len(histories[0]) > 120
    assert histories[0] == histories[1]
