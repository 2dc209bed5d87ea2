"""Six years of a policy over HTTP: two editions, and an end, alike on both databases."""

from __future__ import annotations

import pytest

from ria.history.export import exported
from tests.journeys.lives.whole_life import whole_life
from workflows.stages import Stage


def holds(site, first, second):
    """What must be true at the end."""
    world = site.world
    one, two = world.row(first), world.row(second)
    assert (one.edition, one.stage, two.edition, two.stage) == (
        1, Stage.SUPERSEDED, 2, Stage.REVOKED,
    )  # fmt: skip
    assert not (one.is_current or two.is_current or one.is_open or two.is_open)
    public = site.visitor()
    public.get(f"/register/{first.reference}")
    assert "This assessment no longer counts." in public.text()
    assert "A court has found the permit scheme unlawful." in public.text()
    public.get(f"/register/{first.reference}/1")
    assert "This is an earlier publication." in public.text()
    public.get(f"/register/{first.reference}/compare?from=1&to=4")
    assert "Number 1 shows edition 1 of the assessment, number 4 edition 2." in public.text()
    owner = site.visitor("author")
    owner.get(f"/policies/{first.reference}/compare")
    assert "Edition 1 and edition 2 compared" in owner.text()
    assert world.faults() == []


def test_a_policys_life_from_2026_to_2032(site):
    holds(site, *whole_life(site))


@pytest.mark.long
@pytest.mark.postgres
def test_a_policys_life_from_2026_to_2032_on_both_databases(two_sites):
    histories = []
    for site in two_sites:
        first, second = whole_life(site)
        holds(site, first, second)
        with site.world.store.read_session() as session:
            histories.append(list(exported(session)))
    assert histories[0] == histories[1]
