"""With whom an assessment is at each stage of the table."""

from __future__ import annotations

import pytest

from ria.queries.process.next_step import FORWARD, forward_row, next_step
from workflows.levels import Level
from workflows.stages import ENDED, Stage


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("level", [None, *Level])
def test_every_stage_leads_on_unless_it_is_the_end(stage, level):
    row = forward_row(stage, level)
    if stage in ENDED:
        assert row is None
    else:
        assert row.source is stage and row.action in FORWARD


@pytest.mark.parametrize(
    ("stage", "level", "holder", "must_do", "then"),
    [
        (Stage.REGISTERED, None, "Author", "start the screening",
         "Author can fill in and submit the screening form"),
        (Stage.SCREENING, None, "Author", "fill in and submit the screening form",
         "the Strategy Unit approves or returns it"),
        (Stage.SCREENING_APPROVAL, Level.NONE, "the Strategy Unit", "decide on the screening form",
         "it is closed as “Screened, not assessed”"),
        (Stage.SCREENING_APPROVAL, Level.HIGH, "the Strategy Unit", "decide on the screening form",
         "Author can fill in and submit the assessment form"),
        (Stage.MONITORING_PLAN, Level.HIGH, "Author",
         "fill in and submit the monitoring plan form", "the Strategy Unit approves or returns it"),
        (Stage.APPROVED, Level.HIGH, "the Strategy Unit", "publish the assessment",
         "it is current, until its next review"),
        (Stage.CURRENT, Level.HIGH, "Author", "review the policy",
         "Author can fill in and submit the review form"),
    ],
)  # fmt: skip
def test_it_says_who_must_do_what_and_what_comes_then(world, stage, level, holder, must_do, then):
    edition = world.register()
    with world.store.read_session() as session:
        policy, row = world.policy(edition), world.row(edition)
        row.stage = stage
        shown = next_step(session, policy, row, level, row.due_on)
    assert (shown.holder, shown.must_do, shown.then) == (holder, must_do, then)
    assert shown.is_late is False


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_what_has_ended_is_with_nobody(world, stage):
    edition = world.register()
    with world.store.read_session() as session:
        row = world.row(edition)
        row.stage = stage
        assert next_step(session, world.policy(edition), row, None, row.due_on) is None
