"""A page asks the database as often for many rows as for one."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from ria.history import SYSTEM, unit_of_work
from ria.models import Assessment, target_of
from ria.outbox import enqueue
from workflows.actions import Action
from workflows.stages import Stage


@contextmanager
def counted(site):
    """The statements that the application sends meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(site.world.store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(site.world.store.engine, "before_cursor_execute", note)


def fill(site, count):
    """So many policies of each kind that lists show, and mails about them."""
    import datetime as dt

    world = site.world
    for number in range(count):
        world.register(title=f"Registered {number}")
        back = world.awaiting(title=f"Returned {number}")
        world.act("strategy", back, Action.RETURN, seen=world.hash_of(back), reason="Say more.",
                  due_on=dt.date(2027, 3, 1), return_to=Stage.SCREENING)  # fmt: skip
        waiting = world.awaiting(title=f"Awaiting {number}")
        world.ask(waiting)
        world.screened_out(title=f"Out {number}")
        with unit_of_work(world.store) as unit:
            edition = unit.session.get_one(Assessment, waiting.assessment_id)
            reader = world.ids["author"]
            enqueue(unit, "approved", recipient_id=reader, about=target_of(edition))
            unit.record(waiting.reference, "mail_written", SYSTEM)


PAGES = [
    ("author", "/work", 12),
    ("strategy", "/work", 15),
    ("adviser", "/work", 12),
    ("author", "/policies", 6),
    ("author", "/policies?words=o&stage=screening&committee=1", 6),
    ("admin", "/mails", 4),
    ("", "/", 4),
    ("", "/?words=out&level=none", 4),
    ("", "/register.json", 3),
    ("", "/register.csv", 3),
    ("", "/register.atom", 3),
]


def test_lists_ask_as_often_for_many_as_for_one(site):
    fill(site, 1)
    few = measure(site)
    fill(site, 5)
    many = measure(site)
    assert many == few
    too_many = {p: few[p] for p in few if few[p] > dict((p[:2], p[2]) for p in PAGES)[p]}
    assert too_many == {}


def measure(site):
    """How many statements each page takes."""
    found = {}
    for name, path, _ in PAGES:
        visitor = site.visitor(name)
        with counted(site) as sent:
            visitor.get(path)
        found[name, path] = len(sent)
    return found


@pytest.mark.parametrize("rounds", [1, 6])
def test_a_policys_page_asks_as_often_however_long_its_history(site, rounds):
    import datetime as dt

    world = site.world
    edition = world.awaiting()
    for _ in range(rounds - 1):
        world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
                  due_on=dt.date(2027, 3, 1), return_to=Stage.SCREENING)  # fmt: skip
        world.act("author", edition, Action.SUBMIT)
    visitor = site.visitor("author")
    with counted(site) as sent:
        visitor.get(f"/policies/{edition.reference}")
    assert len(sent) <= 33, len(sent)


def test_a_section_and_a_decision_take_few_statements(site):
    edition = site.world.in_screening()
    author, unit = site.visitor("author"), site.visitor("strategy")
    here = f"/assessments/{edition.assessment_id}/screening/purpose"
    with counted(site) as shown:
        author.get(here)
    with counted(site) as saved:
        author.submit({"purpose": "It says who may order what, and up to which sum."}, action=here)
    waiting = site.world.awaiting()
    with counted(site) as decided:
        unit.get(f"/assessments/{waiting.assessment_id}/decision")
    found = {"shown": len(shown), "saved": len(saved), "decided": len(decided)}
    most = {"shown": 12, "saved": 36, "decided": 25}
    assert {name: found[name] for name in most if found[name] > most[name]} == {}


def test_a_repeated_public_page_asks_once(site):
    site.world.screened_out()
    visitor = site.visitor()
    visitor.get("/")
    tag = visitor.response.headers["ETag"]
    with counted(site) as sent:
        visitor.get("/", 304, headers={"If-None-Match": tag})
    assert len([s for s in sent if s.startswith("SELECT")]) == 1
