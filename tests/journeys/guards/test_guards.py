"""Every guard of the process over HTTP: it stops what it should, and then lets it go on."""

from __future__ import annotations

import secrets

import pytest

from ria.models import Assessment, HistoryEvent, Message, StageChange
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from ria.web.process.actions import PAGES
from tests.journeys.guards.always_asked import ALWAYS_ASKED_CASES
from tests.journeys.guards.guard_cases import ADVISER, APPROVE, LEGAL, NO_PAGE_YET, Case
from tests.journeys.guards.guard_cases import CASES as ROAD_CASES
from tests.journeys.guards.review_cases import REVIEW_CASES
from tests.journeys.stations import WHY, again, decided, high_handed_in, hold_it, signed
from tests.ria import road
from workflows.actions import Action
from workflows.process import PROCESS
from workflows.roles import Role
from workflows.stages import APPROVAL, Stage, form_name

CASES = (*ROAD_CASES, *REVIEW_CASES, *ALWAYS_ASKED_CASES)


def test_every_guard_of_every_row_that_has_pages_has_a_case():
    rows = [row for row in PROCESS if row.number not in NO_PAGE_YET]
    standing = {guard.id for row in rows for guard in row.requires}
    assert {case.guard for case in CASES} == standing
    pairs = {(row.number, guard.id) for row in rows for guard in row.requires}
    assert {(case.row, case.guard) for case in CASES} <= pairs
    assert set(NO_PAGE_YET) | {row.number for row in rows} == set(range(1, 31))


def test_the_rows_without_pages_have_none(site):
    """Once a page is there, its row leaves `NO_PAGE_YET`, and its guards need cases."""
    edition, unit = road.approved(site.world), site.visitor("strategy")
    road.publish(site.world, edition)
    unit.get("/work")
    for action in {row.action for row in PROCESS if row.number in NO_PAGE_YET} - {*_DECIDING}:
        assert action not in PAGES
        unit.get(f"/assessments/{edition.assessment_id}/actions/{action}", 404)
    unit.get(f"/assessments/{edition.assessment_id}/review", 404)


_DECIDING = (Action.APPROVE, Action.SUBMIT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}-{case.guard}")
def test_the_guard_stops_it_until_it_is_met(site, case):
    world = site.world
    edition = case.ready(world)
    before = what_stands(world, edition)
    visitor = site.visitor(case.who)
    send(visitor, world, edition, case, case.fields, case.status)
    reason = next(g.reason for row in PROCESS for g in row.requires if g.id == case.guard)
    shown = " ".join(visitor.page.get_text(" ").split())
    assert (case.says or reason) in shown
    if case.status == 422:
        summary = visitor.page.select_one(".govuk-error-summary").get_text(" ")
        assert (case.says or reason) in " ".join(summary.split())
    assert what_stands(world, edition) == before

    more = case.mend(world, edition)
    fields = {**case.fields, **more} if isinstance(more, dict) else case.fields
    edition = edition if more is None or isinstance(more, dict) else more
    source = world.row(edition).stage
    sender = site.visitor(case.mended_by) if case.mended_by else visitor
    send(sender, world, edition, case, fields, 303)
    ways = {(row.source, row.target) for row in PROCESS if row.number == case.row}
    assert (source, world.row(edition).stage) in ways
    assert world.faults() == []


def send(visitor, world, edition, case, fields, status):
    """Post to a door as its page would, having read the form as it now is."""
    visitor.get("/work")
    form = visitor.page.find("form", method="post")
    stage = world.row(edition).stage
    seen = ""
    if stage in APPROVAL:
        seen = road.content_of(world, edition, form_name(stage)).hash
    hidden = {
        "csrf_token": visitor.filled(form)["csrf_token"],
        "token": secrets.token_hex(16),
        "seen": seen,
    }
    door = f"/assessments/{edition.assessment_id}/{case.door}"
    visitor.post(door, {**hidden, **fields}, status)


def what_stands(world, edition):
    """All that a refusal must leave alone. That it was refused is put on record."""
    row = world.row(edition)
    changes = len(world.all(StageChange))
    mails = len(world.all(Message))
    events = [e for e in world.all(HistoryEvent) if e.chain == edition.reference]
    kinds = [event.kind for event in events if event.kind != "action_refused"]
    fields = {name: getattr(row, name) for name in Assessment.model_fields}
    return fields, changes, mails, kinds


def test_nobody_decides_on_any_form_they_contributed_to(site):
    """The guard that the table adds to every approval and every rejection, form after form."""
    world = site.world
    edition = high_handed_in(world)
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author = site.visitor("author")
    tried = {Stage.SCREENING_APPROVAL}  # above, row 3

    def refused_to_the_author():
        stage = world.row(edition).stage
        tried.add(stage)
        for fields in ({**APPROVE, "approve_reason": WHY},
                       {"decision": "reject", "reject_reason": WHY}):  # fmt: skip
            case = Case(0, "no_contributor", lambda _: edition, "author", "decision")
            before = what_stands(world, edition)
            send(author, world, edition, case, fields, 422)
            assert "You contributed to this form, so someone else must decide" in author.text()
            assert what_stands(world, edition) == before

    refused_to_the_author()
    signed("assessment", "adviser", ADVISER)(world, edition)
    signed("assessment", "legal", LEGAL)(world, edition)
    road.approve(world, edition, "assessment")
    again_and_in(world, edition, "consultation")
    refused_to_the_author()
    signed("consultation", "adviser", ADVISER)(world, edition)
    signed("consultation", "legal", LEGAL)(world, edition)
    road.approve(world, edition, "consultation")
    again_and_in(world, edition, "monitoring_plan")
    decided(world, edition)
    refused_to_the_author()
    assert tried == APPROVAL - {Stage.REVIEW_APPROVAL}


def again_and_in(world, edition, form):
    """Fill the form in, hold what it speaks of, and hand it in."""
    if form == "consultation":
        hold_it(world, edition)
    again(form)(world, edition)
    road.hand_in(world, edition)
