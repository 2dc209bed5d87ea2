"""Hundreds of actions by anybody, legal and illegal, on either database: no rule is broken."""

from __future__ import annotations

import pytest

from tests.journeys.walks.walking import Walk
from workflows.stages import Stage

ROAD = frozenset(
    {
        Stage.REGISTERED,
        Stage.SCREENING,
        Stage.SCREENING_APPROVAL,
        Stage.ASSESSMENT,
        Stage.ASSESSMENT_APPROVAL,
        Stage.CONSULTATION,
        Stage.CONSULTATION_APPROVAL,
        Stage.MONITORING_PLAN,
        Stage.MONITORING_PLAN_APPROVAL,
        Stage.APPROVED,
        Stage.CURRENT,
        Stage.SCREENED_OUT,
    }
)
"""From the register to publication: a walk that does not pass here shows nothing."""


def test_a_hundred_actions_break_no_rule(site):
    walk = Walk(site, seed=2)
    walk.take(100)
    assert walk.done >= 30 and walk.refused >= 15, (walk.done, walk.refused)


@pytest.mark.long
@pytest.mark.timeout(600)  # a busy machine takes its time
def test_five_hundred_actions_break_no_rule(site_on_both):
    walk = Walk(site_on_both, seed=2)
    walk.take(500)
    assert walk.reached >= ROAD, ROAD - walk.reached
    assert walk.done >= 200 and walk.refused >= 100, (walk.done, walk.refused)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [2, 3, 5, 8, 13])
def test_five_thousand_actions_break_no_rule(site_on_both, seed):
    walk = Walk(site_on_both, seed=seed)
    walk.take(5000)
    assert walk.reached >= ROAD | {Stage.REJECTED, Stage.WITHDRAWN, Stage.COVERED}
