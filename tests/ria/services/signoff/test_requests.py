"""A submitted form asks for the signatures it needs, and never asks somebody with a conflict of
interest.
"""

from __future__ import annotations

from ria.models import Message, SignatureKind, SignatureRequest
from ria.permissions.person import Grant
from ria.queries.accounts.people import person
from ria.queries.desk.work import work
from ria.services.accounts.accounts import give_role
from tests.ria import road
from workflows.roles import Role
from workflows.stages import Stage


def asked(world, stage):
    """Who was asked for what at a stage."""
    names = {user_id: name for name, user_id in world.ids.items()}
    return {
        (row.kind, names[row.asked_id]) for row in world.all(SignatureRequest) if row.stage is stage
    }


def test_the_signatures_an_approval_needs_are_asked_for_at_once(world):
    give_role(world.store, world.refs["author"], Grant(Role.ADVISER))
    edition = road.in_monitoring_plan(world)
    assert asked(world, Stage.SCREENING) == set()
    needed = {(SignatureKind.ADVISER, "adviser"), (SignatureKind.LEGAL, "legal")}
    assert asked(world, Stage.ASSESSMENT) == needed
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    committee = {(SignatureKind.COMMITTEE, "chair"), (SignatureKind.COMMITTEE, "secretary")}
    assert asked(world, Stage.MONITORING_PLAN) == committee
    told = [m.recipient_id for m in world.all(Message) if m.kind == "signature_wanted"]
    assert {world.ids[name] for name in ("adviser", "legal", "chair", "secretary")} == set(told)
    with world.store.read_session() as session:
        waiting = work(session, person(session, world.ids["chair"]), world.clock.now().date())
    assert [task.reference for task in waiting.signatures] == [edition.reference]
    assert world.faults() == []
