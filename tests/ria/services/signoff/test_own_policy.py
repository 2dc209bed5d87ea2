"""The owner of a policy and the deputy sign nothing for it, in any capacity."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError

from ria.history import unit_of_work
from ria.models import Policy, SignatureKind, SignatureRequest, SignOff, Verdict
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from ria.services.kit.errors import Forbidden, Invalid
from workflows.roles import Role
from workflows.stages import Stage

KINDS = {
    SignatureKind.COMMITTEE: ("chair", {"minute_reference": "4"}),
    SignatureKind.UNIT: ("head", {}),
    SignatureKind.SECOND: ("adviser", {}),
}


@pytest.mark.parametrize("part", ["owner_id", "deputy_id"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_nobody_signs_for_a_policy_of_their_own(world, kind, part):
    who, more = KINDS[kind]
    edition = world.awaiting("media_policy")
    if kind is SignatureKind.SECOND:
        world.ask(edition, who)
    with unit_of_work(world.store) as unit:
        policy = unit.session.get_one(Policy, world.policy(edition).id)
        setattr(policy, part, world.ids[who])
        unit.save(policy)
        unit.record(edition.reference, "owner_changed", "system")
    if more:
        more = {**more, "decided_on": world.row(edition).in_stage_since.date()}
    with pytest.raises(Forbidden, match="owner or deputy, so someone else must sign"):
        world.sign(who, edition, kind, **more)
    assert world.all(SignOff) == []


def test_nobody_is_asked_who_could_not_sign(world):
    edition = world.awaiting(deputy_id=world.ids["adviser"])
    with pytest.raises(Invalid, match="sign nothing for their own policy"):
        world.ask(edition, "adviser")
    edition = world.awaiting(deputy_id=world.ids["head"])
    with pytest.raises(Invalid, match="Only the policy's owner or deputy holds this office"):
        world.ask(edition, "", SignatureKind.UNIT)
    give_role(world.store, world.refs["colleague"], Grant(Role.UNIT_HEAD, unit_id=world.unit_id))
    world.ask(edition, "", SignatureKind.UNIT)
    asked = [r.asked_id for r in world.all(SignatureRequest) if r.kind is SignatureKind.UNIT]
    assert asked == [world.ids["colleague"]]


def test_the_database_refuses_it_too(world_on_both):
    world = world_on_both
    edition = world.awaiting()
    for who in ("author", "deputy"):
        with (
            pytest.raises(DatabaseError, match=r"nobody (signs for a policy|decides what)"),
            unit_of_work(world.store) as unit,
        ):
            unit.save(
                SignOff(
                    assessment_id=edition.assessment_id,
                    stage=Stage.MONITORING_PLAN,
                    kind=SignatureKind.LEGAL,
                    verdict=Verdict.AGREE,
                    reason="Fine by me.",
                    decided_on=unit.today,
                    content_hash="x",
                    signed_by=world.ids[who],
                    signed_at=unit.now,
                )
            )
            unit.record(edition.reference, "signed", "U1")
    assert world.all(SignOff) == []
