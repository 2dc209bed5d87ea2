"""Due items with equal cases are judged once, and people are told exactly what they would be told
if each were judged alone.
"""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlmodel import select

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import ASSESSMENT, Policy, Schedule, User
from ria.notify.reminders.due import Case, Due, dues_of
from ria.notify.reminders.plan import Plan, one_by_one, plan
from ria.notify.reminders.tick import tick
from ria.queries.deadlines.due_kinds import DUE_KINDS
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage

SEEDS = (20_261_125, 20_261_126)


def crowd(world, rng: random.Random) -> None:
    """Policies of some owners, of which many kinds of things are due on some days."""
    people = [world.person(f"developer{n}", Role.DEVELOPER) for n in range(3)]
    people += [world.owner, world.deputy, None]
    world.person("secretary", Role.SECRETARY, committee_id=world.committee)
    stages = [Stage.SCREENING, Stage.ASSESSMENT, Stage.SCREENING_APPROVAL, Stage.CURRENT]
    for number in range(40):
        edition = world.policy(
            f"Policy {number}",
            stage=rng.choice(stages),
            restricted=rng.random() < 0.2,
            level=rng.choice([None, None, Level.HIGH]),
            claimed_by=rng.choice([None, None, world.strategy]),
        )
        world.change(
            Policy, edition, owner_id=rng.choice(people[:-1]), deputy_id=rng.choice(people)
        )
        for kind in rng.sample(sorted(DUE_KINDS), 2):
            due_on = world.today + timedelta(days=rng.choice([-80, -31, -7, -1, 0, 7, 30]))
            world.due(edition, kind, due_on, due_on - timedelta(days=rng.choice([20, 100])))
    with unit_of_work(world.store) as unit:
        for row in unit.session.exec(select(Schedule)).all():
            row.fires_on = world.today - timedelta(days=rng.choice([0, 3]))
            row.paused_until = rng.choice([None] * 9 + [world.today + timedelta(days=3)])
            unit.save(row)
    with unit_of_work(world.store) as unit:
        for user in unit.session.exec(select(User)).all():
            user.mail_day = rng.choice([0, 0, 4])
            if rng.random() < 0.2:
                user.away_from = user.away_until = world.today
                user.stand_in_id = rng.choice([None, world.adviser])
            user.active = rng.random() < 0.9
            user.mail_fails_since = unit.now if rng.random() < 0.2 else None
            unit.save(user)
        unit.record(ORGANISATION, "test_change", SYSTEM)


def alone(session, today) -> list[tuple[Case, list[int]]]:
    """Every thing as a case of its own."""
    editions = range(1, 41)
    fires = {
        (row.target_id, row.kind, row.item)
        for row in session.exec(select(Schedule).where(Schedule.fires_on <= today))
    }
    return [
        (Case(*(getattr(due, name) for name in Case.__slots__)), [due.target_id])
        for due in dues_of(session, ((ASSESSMENT, edition) for edition in editions))
        if (due.target_id, due.kind, due.item) in fires
    ]


def told(session, found: Plan) -> set[tuple[object, ...]]:
    return {
        (line.due, line.step, line.told, line.recipient, line.named_from, *sorted(line.passed_over))
        for line in one_by_one(session, found.planned)
    }


def moved(found: Plan) -> set[tuple[object, ...]]:
    return {(a.case, edition, a.fires_on) for a in found.advances for edition in a.target_ids}


def warned(found: Plan) -> set[tuple[object, ...]]:
    return {(w.case, edition, w.named_from) for w in found.warned for edition in w.target_ids}


@pytest.mark.parametrize("seed", SEEDS)
def test_judged_together_is_judged_as_if_alone(any_world, monkeypatch, seed):
    world = any_world
    crowd(world, random.Random(seed))
    for _ in range(2):
        with world.store.read_session() as session:
            together = plan(session, world.today)
            with monkeypatch.context() as patch:
                patch.setattr("ria.notify.reminders.plan.cases_by", alone)
                each = plan(session, world.today)
            assert len(each.advances) >= len(together.advances) > 0
            assert told(session, together) == told(session, each)
            assert moved(together) == moved(each)
            assert warned(together) == warned(each)
            assert isinstance(next(iter(told(session, each)))[0], Due)
        tick(world.store)
        world.wait(days=7)
