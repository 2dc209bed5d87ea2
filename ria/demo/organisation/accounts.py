"""The demonstration's accounts: one for every role, all with the same public password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.roles import Role

if TYPE_CHECKING:
    from ria.db.store import Store

PASSWORD = "demo-password-1"  # noqa: S105  (printed on the screen; refused in production)
DOMAIN = "ria.example"


@dataclass(frozen=True)
class Account:
    """One account. Its name is its role: no real person is meant."""

    local_part: str
    name: str
    role: Role
    unit: str = ""

    @property
    def email(self) -> str:
        """The address used to sign in."""
        return f"{self.local_part}@{DOMAIN}"


OPERATIONS = "Operational Policy Unit"
PEOPLE = "People Policy Unit"

ACCOUNTS = (
    Account("developer", "Policy developer", Role.DEVELOPER, OPERATIONS),
    Account("developer2", "Second policy developer", Role.DEVELOPER, PEOPLE),
    Account("unit-head", "Unit head", Role.UNIT_HEAD, OPERATIONS),
    Account("strategy", "Strategy Unit member", Role.STRATEGY_UNIT),
    Account("strategy2", "Second Strategy Unit member", Role.STRATEGY_UNIT),
    Account("adviser", "Equality adviser", Role.ADVISER),
    Account("legal", "Legal adviser", Role.LEGAL),
    Account("chair", "Committee chair", Role.CHAIR),
    Account("secretary", "Committee secretary", Role.SECRETARY),
    Account("scrutiny", "Scrutiny", Role.SCRUTINY),
    Account("admin", "Administrator", Role.ADMINISTRATOR),
)


def refuse_in_production(store: Store) -> None:
    """Raise `SettingsError` in production if a demonstration account is still active."""
    from sqlmodel import col, select

    from ria.models import User
    from ria.settings import Environment, SettingsError

    if store.settings.env is not Environment.PRODUCTION:
        return
    emails = [account.email for account in ACCOUNTS]
    query = select(User.email).where(col(User.email_key).in_(emails), col(User.active).is_(True))
    with store.read_session() as session:
        found = session.exec(query).first()
    if found is not None:
        raise SettingsError(
            f"RIA_DATABASE_URL: the demonstration's account {found} is active in this database"
        )
