"""A policy's way through screening, over HTTP, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history.export import exported
from ria.models import Message
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from tests.journeys.life import decide, hand_in, register_and_start, to_assessment, to_screened_out
from tests.ria.web.filling import fill_in
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage


def test_a_policy_is_screened_returned_mended_and_approved(site_on_either):
    world = site_on_either.world
    edition = to_assessment(site_on_either)
    row = world.row(edition)
    assert (row.stage, row.level, row.round) == (Stage.ASSESSMENT, Level.MEDIUM, 1)
    kinds = [message.kind for message in world.all(Message)]
    assert kinds.count("approval_wanted") == 4  # two deciders, twice
    assert (kinds.count("returned"), kinds.count("approved")) == (1, 1)
    author = site_on_either.visitor("author")
    author.get(f"/policies/{edition.reference}")
    assert "Say for whom the policy is." in author.text()
    assert world.faults() == []


def test_a_policy_is_screened_out_with_two_signatures_and_made_public(site_on_either):
    world = site_on_either.world
    edition = to_screened_out(site_on_either)
    row = world.row(edition)
    assert (row.stage, row.next_review_on) == (Stage.SCREENED_OUT, dt.date(2029, 11, 23))
    public = site_on_either.visitor()
    public.get("/")
    assert "Patching of servers" in public.text()
    public.get(f"/register/{edition.reference}")
    words = public.text()
    assert "Screened, not assessed" in words and "A screening is not an assessment" in words
    assert "It decides nothing about people and leaves nothing to judgement." in words
    assert "Second signature, 23 November 2026" in words
    assert "Strategy Unit, 23 November 2026" in words
    assert world.faults() == []


def test_the_author_with_the_deciders_role_cannot_approve(site_on_either):
    world, author = site_on_either.world, site_on_either.visitor("author")
    edition = register_and_start(author, "Dress of staff")
    fill_in(author, edition, "dress_code", world.refs["author"])
    hand_in(author, edition)
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    decide(author, edition, {"decision": "approve", "due_regard": "yes"}, status=422)
    assert "You contributed to this form, so someone else must decide" in author.text()
    assert world.row(edition).stage is Stage.SCREENING_APPROVAL


@pytest.mark.postgres
def test_the_same_life_leaves_the_same_history_on_both_databases(two_sites):
    histories = []
    for site in two_sites:
        to_assessment(site)
        site.world.clock.at += dt.timedelta(days=1)
        to_screened_out(site)
        with site.world.store.read_session() as session:
            histories.append(list(exported(session)))
    assert len(histories[0]) > 40
    assert histories[0] == histories[1]
