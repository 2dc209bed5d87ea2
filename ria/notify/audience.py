"""Who a reminder's audiences are, as people."""

from __future__ import annotations

from functools import cached_property

from sqlmodel import Session

from ria.models import Assessment, Policy, User
from ria.queries.people import people_with
from workflows.ladder import Told
from workflows.roles import Role
from workflows.stages import APPROVAL, Stage


class Audience:
    """The active people of one session, looked up once however many policies are asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def people(self, told: Told, policy: Policy, assessment: Assessment) -> list[User]:
        """Who is told at such a step about this edition. The board and the public get no mail."""
        with_the_unit = assessment.stage in APPROVAL or assessment.stage is Stage.APPROVED
        if told is Told.HOLDER and with_the_unit:
            return self._strategy_unit
        if told in (Told.HOLDER, Told.OWNER):
            return self._owner(policy)
        if told is Told.CHAIR:
            return [user for user in self._chairs if _chairs(user, policy.committee_id)]
        if told is Told.STRATEGY_UNIT:
            return self._strategy_unit
        return self._advisers if told is Told.ADVISER else []

    def _owner(self, policy: Policy) -> list[User]:
        """The owner, or the deputy while the owner's account is not active."""
        for user_id in (policy.owner_id, policy.deputy_id):
            user = self._session.get(User, user_id) if user_id is not None else None
            if user is not None and user.active:
                return [user]
        return []

    @cached_property
    def _strategy_unit(self) -> list[User]:
        return people_with(self._session, Role.STRATEGY_UNIT)

    @cached_property
    def _advisers(self) -> list[User]:
        return people_with(self._session, Role.ADVISER)

    @cached_property
    def _chairs(self) -> list[User]:
        return people_with(self._session, Role.CHAIR)


def _chairs(user: User, committee_id: int) -> bool:
    return any(
        grant.role is Role.CHAIR and grant.committee_id == committee_id for grant in user.grants
    )
