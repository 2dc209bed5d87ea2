"""One command = one transaction = its part of the history, or nothing at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import select

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import (
    Contributor,
    HistoryEvent,
    HistoryHead,
    HistoryPayload,
    SignatureKind,
    SignOff,
    StageChange,
    Unit,
    Verdict,
)
from ria.services.organisation.places import add_unit
from tests.ria.building import MORNING, live
from workflows.actions import Action
from workflows.stages import Stage


def names(world):
    return [unit.name for unit in world.all(Unit)]


def test_a_change_without_history_is_refused(world):
    with (
        pytest.raises(RuntimeError, match="recorded nothing in the history"),
        unit_of_work(world.store) as unit,
    ):
        unit.save(Unit(name="Smuggled in"))
    assert names(world) == ["Policy Unit"]


def added(unit):
    unit.session.add(Unit(name="Smuggled in"))


def changed(unit):
    unit.session.get_one(Unit, 1).name = "Smuggled in"


def deleted(unit):
    unit.session.delete(unit.session.get_one(Unit, 1))


@pytest.mark.parametrize("smuggle", [added, changed, deleted])
def test_a_change_that_was_not_saved_is_refused(world, smuggle):
    with (
        pytest.raises(RuntimeError, match="a Unit was changed and not saved"),
        unit_of_work(world.store) as unit,
    ):
        smuggle(unit)
        unit.record(ORGANISATION, "unit_changed", SYSTEM)
    assert names(world) == ["Policy Unit"]


def test_what_was_saved_is_seen_at_once_and_sealed_as_it_ended(world_on_both):
    with unit_of_work(world_on_both.store) as unit:
        unit.save(row := Unit(name="First"))
        row.name = "Second"
        unit.save(row)
        assert unit.session.exec(select(Unit.id).where(Unit.name == "Second")).one() == row.id
        assert unit.session.get_one(Unit, row.id) is row
        row.name = "Third"
        unit.save(row)
        unit.save(Unit(name="Not for long"))
        unit.delete(unit.session.exec(select(Unit).where(Unit.name == "Not for long")).one())
        unit.record(ORGANISATION, "unit_added", SYSTEM)
    assert names(world_on_both) == ["Policy Unit", "Third"]
    assert world_on_both.faults() == []


def test_a_deletion_without_history_is_refused(world):
    add_unit(world.store, "To be taken out")
    with (
        pytest.raises(RuntimeError, match="recorded nothing"),
        unit_of_work(world.store) as unit,
    ):
        unit.delete(unit.session.get_one(Unit, 2))
    assert names(world) == ["Policy Unit", "To be taken out"]


def test_a_recorded_deletion_is_part_of_the_record(world):
    add_unit(world.store, "To be taken out")
    with unit_of_work(world.store) as unit:
        unit.delete(unit.session.get_one(Unit, 2))
        unit.record(ORGANISATION, "unit_removed", SYSTEM, name="To be taken out")
    assert world.faults() == []


def test_a_failure_leaves_nothing(world_on_both):
    world = world_on_both
    before = world.kinds(ORGANISATION)
    with pytest.raises(ZeroDivisionError), unit_of_work(world.store) as unit:
        unit.save(Unit(name="Never there"))
        unit.record(ORGANISATION, "unit_added", SYSTEM, name="Never there")
        raise ZeroDivisionError
    assert names(world) == ["Policy Unit"]
    assert world.kinds(ORGANISATION) == before


def test_a_failure_while_the_history_is_written_leaves_nothing(world):
    before = world.kinds(ORGANISATION)
    with pytest.raises(TypeError, match="cannot be written"), unit_of_work(world.store) as unit:
        unit.save(Unit(name="Never there"))
        unit.record(ORGANISATION, "unit_added", SYSTEM, name=object())
    assert names(world) == ["Policy Unit"]
    assert world.kinds(ORGANISATION) == before


def test_one_time_holds_for_all_of_a_command(world):
    edition = world.screened_out()
    events = [e for e in world.all(HistoryEvent) if e.chain == edition.reference]
    assert {e.at for e in events} == {"2026-11-23T09:00:00.000000+00:00"}


def test_a_command_on_two_chains_keeps_both_whole(world_on_both):
    with unit_of_work(world_on_both.store) as unit:
        unit.save(Unit(name="A second unit"))
        unit.record("Z-chain", "noted", SYSTEM, first=1)
        unit.record(ORGANISATION, "unit_added", SYSTEM, name="A second unit")
        unit.record("Z-chain", "noted", SYSTEM, second=2)
    assert world_on_both.kinds("Z-chain") == ["noted", "noted"]
    assert world_on_both.faults() == []


REFUSED = [
    ("UPDATE history_event SET kind = 'nothing' WHERE id = 1", "only added to"),
    ("DELETE FROM history_event WHERE id = 1", "only added to"),
    ("DELETE FROM history_payload WHERE event_id = 1", "only added to"),
    ("UPDATE history_payload SET content = '{}' WHERE event_id = 1", "only be erased"),
    ("UPDATE history_payload SET salt = '' WHERE event_id = 1", "only be erased"),
]


@pytest.mark.parametrize(("statement", "why"), REFUSED)
def test_the_database_itself_refuses_to_change_the_history(world_on_both, statement, why):
    with world_on_both.store.writer() as session, pytest.raises(DBAPIError, match=why):
        session.connection().execute(text(statement))
    assert world_on_both.faults() == []


def test_replacing_an_event_is_refused_as_its_deletion_is(world):
    replace = (
        "INSERT OR REPLACE INTO history_event "
        "SELECT id, chain, seq, at, actor_ref, 'nothing', payload_digest, prev, hash "
        "FROM history_event WHERE id = 1"
    )
    with world.store.writer() as session, pytest.raises(IntegrityError, match="only added to"):
        session.connection().execute(text(replace))


def decision(action: Action, edition: int, actor: int) -> StageChange:
    return StageChange(
        assessment_id=edition, number=99, action=action, from_stage=Stage.SCREENING_APPROVAL,
        to_stage=Stage.ASSESSMENT, round=1, actor_id=actor, at=MORNING,
    )  # fmt: skip


def signature(kind: SignatureKind, edition: int, actor: int) -> SignOff:
    return SignOff(
        assessment_id=edition, stage=Stage.SCREENING, kind=kind, verdict=Verdict.AGREE,
        reason="I agree.", decided_on=MORNING.date(), content_hash="", signed_by=actor,
        signed_at=MORNING,
    )  # fmt: skip


@pytest.mark.parametrize(
    "row_by",
    [
        partial(decision, Action.APPROVE),
        partial(decision, Action.REJECT),
        partial(signature, SignatureKind.SECOND),
        partial(signature, SignatureKind.COMMITTEE),
    ],
    ids=["approve", "reject", "second", "committee"],
)
def test_the_database_itself_refuses_a_contributors_decision(world_on_both, row_by):
    world = world_on_both
    edition = world.awaiting()
    with world.store.writer() as session:
        for who in ("strategy", "colleague"):
            row = row_by(edition.assessment_id, world.ids[who])
            statement = insert(type(row)).values(row.model_dump(exclude={"id"}))
            if who == "colleague":
                wrote = {"assessment_id": edition.assessment_id, "stage": Stage.SCREENING}
                wrote |= {"user_id": world.ids[who], "since": MORNING}
                session.connection().execute(insert(Contributor).values(wrote))
                with pytest.raises(DBAPIError, match="nobody decides what they contributed to"):
                    session.connection().execute(statement)
            else:
                session.connection().execute(statement)
            session.rollback()


def test_eight_writers_leave_chains_without_gaps(world_on_both):
    world = world_on_both

    def write(number: int) -> None:
        for turn in range(5):
            add_unit(world.store, f"Unit {number}.{turn}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    sequence = [e.seq for e in world.all(HistoryEvent) if e.chain == ORGANISATION]
    (head,) = [h for h in world.all(HistoryHead) if h.chain == ORGANISATION]
    assert sorted(sequence) == list(range(1, head.seq + 1))
    assert len(names(world)) == 41
    assert world.faults() == []


def test_eight_first_events_of_one_chain_take_turns(world_on_both):
    def write(number: int) -> None:
        with unit_of_work(world_on_both.store) as unit:
            unit.record("new-chain", "noted", SYSTEM, number=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert world_on_both.kinds("new-chain") == ["noted"] * 8
    assert world_on_both.faults() == []


def test_two_writers_on_sqlite_never_find_the_database_locked(world):
    """Each reads before it writes: without a lock taken first, SQLite refuses one at once."""
    editions = [world.in_screening(), world.in_screening()]
    troubles = []

    def write(number: int) -> None:
        answers = {"purpose": f"Round {number}: it says how servers are kept up to date."}
        for seen in range(15):
            try:
                world.save("author", editions[number], "purpose", answers, seen)
            except OperationalError as error:
                troubles.append(error)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    assert troubles == []
    assert world.faults() == []


def test_a_reader_is_not_held_up_and_sees_no_half_of_a_command(world):
    with unit_of_work(world.store) as unit:
        unit.save(Unit(name="Not yet there"))
        unit.record(ORGANISATION, "unit_added", SYSTEM, name="Not yet there")
        assert names(world) == ["Policy Unit"]
    assert names(world) == ["Policy Unit", "Not yet there"]


def test_what_is_read_cannot_be_written(world):
    with world.store.read_session() as session:
        session.add(Unit(name="Left behind"))
        session.flush()
    assert names(world) == ["Policy Unit"]


def test_the_history_holds_no_name_and_no_address(world):
    live(world)
    told = "\n".join(payload.content for payload in world.all(HistoryPayload)).casefold()
    for name in world.ids:
        assert f"{name}@police.example" not in told
    assert "not a hash of anything" not in told


def test_every_step_of_the_process_is_on_record(world):
    edition = world.screened_out()
    kinds = [kind for kind in world.kinds(edition.reference) if kind != "section_saved"]
    assert kinds == [
        "policy_registered",
        "edition_opened",
        "stage_changed",
        "stage_changed",
        "signature_asked",
        "signed",
        "published",
        "stage_changed",
    ]
