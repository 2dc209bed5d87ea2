"""The demonstration's organisation: its committees, its units, and an account for each role."""

from __future__ import annotations

from datetime import date, timedelta

from argon2 import PasswordHasher

from ria.db.store import Store
from ria.demo.organisation.accounts import ACCOUNTS, PASSWORD, UNITS, Account
from ria.demo.organisation.committees import COMMITTEES
from ria.demo.organisation.functions import FUNCTIONS
from ria.demo.organisation.places import Places
from ria.permissions.person import Grant
from ria.services.accounts.accounts import add_user
from ria.services.organisation.functions import create_function
from ria.services.organisation.places import add_committee, add_unit
from workflows.roles import Role

TRAINED_FOR = timedelta(days=5 * 365)


def found(store: Store, today: date, places: Places) -> None:
    """Create the organisation, and note the ids of its units, committees and functions."""
    places.committees = {name: add_committee(store, name, remit) for name, remit in COMMITTEES}
    places.units = {name: add_unit(store, name) for name in UNITS}
    places.functions = {
        name: create_function(store, name, phase, number)
        for number, (name, phase) in enumerate(FUNCTIONS, start=1)
    }
    password_hash = PasswordHasher().hash(PASSWORD)
    for account in ACCOUNTS:
        unit_id = places.units[account.unit] if account.unit else None
        add_user(
            store,
            name=account.name,
            email=account.email,
            password_hash=password_hash,
            grants=_grants(account, unit_id, places),
            unit_id=unit_id,
            trained_until=today + TRAINED_FOR,
        )


def _grants(account: Account, unit_id: int | None, places: Places) -> list[Grant]:
    """One chair and one secretary serve all committees, so that every policy has both."""
    if account.role in (Role.CHAIR, Role.SECRETARY):
        return [Grant(account.role, committee_id=each) for each in places.committees.values()]
    return [Grant(account.role, unit_id=unit_id if account.role is Role.UNIT_HEAD else None)]
