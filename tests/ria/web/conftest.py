"""The application on a small organisation, and visitors to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlmodel import select

from ria.clock import FixedClock
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import User
from ria.web.app import create_app
from ria.web.request.session import KEY
from tests.ria.building import MORNING, World
from tests.ria.kept import kept
from tests.ria.web.client import Visitor
from tests.support.passwords import HASH


@dataclass
class Site:
    """The organisation, the application, and the machine's own clock as the application sees it."""

    world: World
    app: Flask
    clock: FixedClock

    def visitor(self, name: str = "", address: str = "127.0.0.1") -> Visitor:
        """A browser; signed in as one of the organisation's people if a name is given."""
        visitor = Visitor(self.app, address)
        if name:
            visitor.begin_session(email_of(name))
        return visitor


def email_of(name: str) -> str:
    """The address of one of the organisation's people."""
    return f"{name}@police.example"


@kept
def give_passwords(world: World) -> None:
    """Let everybody sign in with the same password."""
    with unit_of_work(world.store) as unit:
        for user in unit.session.exec(select(User)):
            user.password = HASH
            unit.save(user)
        unit.record(ORGANISATION, "passwords_set", SYSTEM)


def build_site(world: World) -> Site:
    """The application on an organisation whose people can sign in."""
    give_passwords(world)
    clock = FixedClock(MORNING)
    return Site(world, create_app(world.store, machine_clock=clock), clock)


@contextmanager
def lent_site(world: World) -> Iterator[Site]:
    """As `build_site`, with an application that served other tests before, if one is idle: making
    one takes longer than most requests. It keeps nothing but the settings it was made with, so it
    serves worlds with the same ones, one at a time."""
    give_passwords(world)
    idle = _IDLE.setdefault(_told(world), [])
    clock = FixedClock(MORNING)
    app = idle.pop() if idle else create_app(world.store)
    app.extensions[KEY] = (world.store, clock)
    yield Site(world, app, clock)
    idle.append(app)


def _told(world: World) -> str:
    return repr(world.store.settings.model_dump(exclude={"database_url", "data_dir"}))


_IDLE: dict[str, list[Flask]] = {}


@pytest.fixture
def site(world):
    """The application on a fresh organisation."""
    with lent_site(world) as lent:
        yield lent


@pytest.fixture
def site_on_both(world_on_both):
    """The application on SQLite and on PostgreSQL."""
    with lent_site(world_on_both) as lent:
        yield lent


@pytest.fixture
def site_on_either(world_on_either):
    """As `site_on_both`, but on PostgreSQL only among the long tests."""
    with lent_site(world_on_either) as lent:
        yield lent
