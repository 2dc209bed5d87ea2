"""Monitoring reports: due by the plan, filed, put off, published, and what two delays bring."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from ria.models import Message, MonitoringReport, PublishedReport, ReportKind, Schedule
from ria.notify.delivery.prepare import NotNeeded, Ready, prepare
from ria.queries.monitoring.reports import reporting_plan
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Forbidden, Invalid, Unmet
from ria.services.monitoring.reports import ReportInput, file_report, publish_report
from tests.ria import road

FINDING = "Out of every 1,000 Black people 41 were searched, out of every 1,000 White people 6."
FULL = ReportInput(
    kind=ReportKind.FULL,
    finding=FINDING,
    explanation="Two districts stopped searching on smell alone.",
    action="The rule goes to all districts by September.",
)
NIL = ReportInput(kind=ReportKind.NIL, reason="The power was not used in these three months.")


def due(world, edition):
    """What is due of reports: kind, number and day."""
    with world.store.read_session() as session:
        rows = session.exec(select(Schedule).where(Schedule.kind.like("%report%")))
        found = [(r.kind, r.item, r.due_on) for r in rows if r.target_id == edition.assessment_id]
    return sorted(found)


def at(world, day):
    """It is nine in the morning of this day."""
    world.clock.at = dt.datetime.combine(day, dt.time(9), dt.UTC)


def file(world, edition, number, given, who="author"):
    return file_report(
        world.store,
        assessment_id=edition.assessment_id,
        number=number,
        actor_id=world.ids[who],
        given=given,
        token=world.token(),
    )


@pytest.fixture
def current(world):
    """Stop and search, current since 1 February 2027: a report every three months."""
    edition = road.approved(world)
    at(world, dt.date(2027, 2, 1))
    road.publish(world, edition)
    return edition


def holding(day):
    return ReportInput(
        kind=ReportKind.HOLDING, reason="The new system counts wrong.", expected_on=day
    )


def test_the_first_report_of_a_high_policy_is_due_after_three_months(world, current):
    assert due(world, current) == [("monitoring_report", 1, dt.date(2027, 5, 1))]


def test_a_low_policy_makes_no_reports(world):
    edition = road.approved_low(world)
    road.publish(world, edition, road.LOW)
    assert due(world, edition) == []
    with pytest.raises(Unmet, match="no regular reports"):
        file(world, edition, 1, FULL)


def test_a_report_that_is_filed_is_to_be_published_and_the_next_is_awaited(world, current):
    at(world, dt.date(2027, 5, 3))
    report_id = file(world, current, 1, FULL)
    [report] = world.all(MonitoringReport)
    assert (report.due_on, report.days_late) == (dt.date(2027, 5, 1), 2)
    kinds = {(kind, number) for kind, number, _ in due(world, current)}
    assert kinds == {("monitoring_report", 2), ("report_publication", 1)}
    told = [m for m in world.all(Message) if m.kind == "report_filed"]
    assert {m.recipient_id for m in told} == {world.ids["strategy"], world.ids["strategy2"]}
    assert isinstance(prepare(world.store, told[0].id), Ready)
    publish = {"assessment_id": current.assessment_id, "report_id": report_id}
    with pytest.raises(Forbidden):
        publish_report(
            world.store, **publish, actor_id=world.ids["author"], checked=True, token=world.token()
        )
    with pytest.raises(Invalid):
        publish_report(
            world.store, **publish, actor_id=world.ids["strategy"], checked=False,
            token=world.token(),
        )  # fmt: skip
    for _ in range(2):
        publish_report(
            world.store, **publish, actor_id=world.ids["strategy"], checked=True,
            token=world.token(),
        )  # fmt: skip
    assert prepare(world.store, told[0].id) == NotNeeded("it was no longer needed")
    [public] = world.all(PublishedReport)
    assert public.snapshot["finding"] == FINDING
    assert world.refs["author"] not in str(public.snapshot)
    assert {(kind, n) for kind, n, _ in due(world, current)} == {("monitoring_report", 2)}
    assert world.faults() == []


def test_the_next_report_and_the_publication_have_their_days(world, current):
    at(world, dt.date(2027, 5, 3))
    file(world, current, 1, FULL)
    with world.store.read_session() as session:
        weeks = reporting_plan(session, world.store.sets, world.row(current)).publish_weeks
    [report] = world.all(MonitoringReport)
    by = report.period_to + dt.timedelta(weeks=weeks)
    assert by > dt.date(2027, 5, 3)
    assert due(world, current) == [
        ("monitoring_report", 2, dt.date(2027, 8, 1)), ("report_publication", 1, by),
    ]  # fmt: skip
    late = dt.date(2028, 5, 2)
    at(world, late)
    file(world, current, 2, FULL)
    assert due(world, current) == [
        ("monitoring_report", 3, dt.date(2027, 11, 1)),  # from the first day
        ("report_publication", 1, by),
        ("report_publication", 2, late),
    ]  # fmt: skip


def test_a_report_is_not_filed_before_its_time_is_over_nor_out_of_turn(world, current):
    with pytest.raises(Invalid, match="not over yet"):
        file(world, current, 1, FULL)
    at(world, dt.date(2027, 5, 3))
    with pytest.raises(Unmet, match="The next one is report 1"):
        file(world, current, 2, FULL)
    with pytest.raises(Forbidden):
        file(world, current, 1, FULL, who="colleague")
    file(world, current, 1, NIL)
    with pytest.raises(Unmet, match="The next one is report 2"):
        file(world, current, 1, NIL)


def test_a_holding_report_moves_the_day_and_does_not_stand_for_the_report(world, current):
    at(world, dt.date(2027, 4, 29))
    for day in (dt.date(2027, 4, 29), dt.date(2027, 8, 2)):
        with pytest.raises(Invalid) as refusal:
            file(world, current, 1, holding(day))
        assert refusal.value.field == "expected_on"
    file(world, current, 1, holding(dt.date(2027, 6, 1)))
    assert due(world, current) == [("monitoring_report", 1, dt.date(2027, 6, 1))]
    at(world, dt.date(2027, 6, 2))
    file(world, current, 1, FULL)
    assert [r.days_late for r in world.all(MonitoringReport)] == [0, 1]
    assert "signal_noted" not in world.kinds(current.reference)


def test_two_holding_reports_running_start_a_review(world, current):
    at(world, dt.date(2027, 4, 29))
    file(world, current, 1, holding(dt.date(2027, 6, 1)))
    assert world.row(current).stage == "current"
    at(world, dt.date(2027, 6, 1))
    file(world, current, 1, holding(dt.date(2027, 7, 1)))
    assert world.row(current).stage == "review"
    assert "monitoring_report" in [kind for kind, _, _ in due(world, current)]


def test_a_button_pressed_twice_files_one_report_with_its_file(world, current):
    at(world, dt.date(2027, 5, 3))
    given = ReportInput(
        kind=ReportKind.FULL, finding=FINDING, file=Upload("figures.txt", b"41 and 6 in 1,000")
    )
    for _ in range(2):
        file_report(
            world.store,
            assessment_id=current.assessment_id,
            number=1,
            actor_id=world.ids["author"],
            given=given,
            token="once",
        )
    [report] = world.all(MonitoringReport)
    assert report.file_id is not None


def test_what_is_over_owes_no_report(world_on_either):
    """Revoked: nothing is due any more. On both databases."""
    world = world_on_either
    edition = road.approved(world)
    road.publish(world, edition)
    assert [kind for kind, _, _ in due(world, edition)] == ["monitoring_report"]
    from workflows.actions import Action

    world.act(
        "strategy", edition, Action.REVOKE,
        reason="The power was repealed.", reference="Act of 2027, section 3", urgent=False,
    )  # fmt: skip
    assert due(world, edition) == []
