"""A thousand people to remind, each of something of their own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from sqlalchemy import func
from sqlmodel import col, select

from ria.clock import FileClock
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import (
    ASSESSMENT,
    Assessment,
    MailState,
    Message,
    Operation,
    Policy,
    Schedule,
    Setting,
    SubjectType,
    User,
)
from ria.models.types import sort_key
from tests.ria.building import World as Organisation
from tests.ria.notify.conftest import make_store
from tests.ria.notify.world import World
from workflows.stages import Stage

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


class Pretended:
    """The time that every process of a test is told, in a file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "now"
        self.set(MONDAY)

    def set(self, at: dt.datetime) -> None:
        """Let it be this instant."""
        partial = self.file.with_suffix(".partial")
        partial.write_text(at.isoformat())
        partial.replace(self.file)


def make_world(url: str, folder: Path, smtp_url: str) -> tuple[World, Pretended]:
    """An organisation without policies, at a time that is pretended, with room for many mails."""
    time = Pretended(folder)
    world = World(make_store(url, FileClock(time.file), smtp_url=smtp_url))
    with unit_of_work(world.store) as unit:
        unit.save(Setting(name="most_mails", value="100000"))
        unit.record(ORGANISATION, "test_setting", SYSTEM)
    return world, time


def gather(world: World, number: int) -> None:
    """So many more people, each with a policy whose screening is due today."""
    with unit_of_work(world.store) as unit:
        day = unit.today
        for n in range(number):
            unit.save(person := _person(unit.now, n))
            unit.save(policy := _policy(world, unit.now, person, n))
            unit.save(edition := _edition(unit.now, policy))
            unit.save(
                Schedule(
                    target=ASSESSMENT,
                    target_id=edition.id,
                    policy_id=policy.id,
                    kind="screening",
                    fires_on=day,
                    due_on=day,
                    since=day,
                )
            )
        unit.record(ORGANISATION, "test_crowd", SYSTEM)


def states(world: World | Organisation) -> Counter[MailState]:
    """How many mails are in which state."""
    query = select(Message.state, func.count()).group_by(col(Message.state))
    with world.store.read_session() as session:
        return Counter({state: number for state, number in session.exec(query)})


def at_work(world: World) -> list[int]:
    """The processes that have mails in hand and live."""
    query = select(Message.lease_by).where(col(Message.lease_by).is_not(None)).distinct()
    with world.store.read_session() as session:
        holders = [int(str(by).split(":")[1]) for by in session.exec(query)]
    return [pid for pid in holders if Path(f"/proc/{pid}/fd/0").exists()]


def _person(now: dt.datetime, number: int) -> User:
    email = f"person{number}@ria.example"
    return User(ref=f"C{number}", name=f"Person {number}", email=email, email_key=email,
                password="", created_at=now, fs_uniquifier=f"crowd-{number}")  # fmt: skip


def _policy(world: World, now: dt.datetime, owner: User, number: int) -> Policy:
    reference = f"C{number:05d}"
    return Policy(
        reference=reference, reference_key=sort_key(reference), title=f"Practice {number}",
        title_key=f"practice {number}", subject_type=SubjectType.POLICY,
        committee_id=world.committee, unit_id=world.unit, owner_id=owner.id,
        operation=Operation.OPERATING, registered_at=now, registered_by=owner.id,
    )  # fmt: skip


def _edition(now: dt.datetime, policy: Policy) -> Assessment:
    return Assessment(policy_id=policy.id, edition=1, frame="psed-2010", stage=Stage.SCREENING,
                      is_open=True, is_current=False, opened_because="Registered",
                      in_stage_since=now)  # fmt: skip
