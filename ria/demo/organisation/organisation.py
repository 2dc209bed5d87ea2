"""The demonstration's organisation: its committees, units and functions from `organisation.yaml`,
and an account for each role.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from forms.questions.source import read
from ria.db.store import Store
from ria.demo.organisation.accounts import ACCOUNTS, PASSWORD, Account
from ria.demo.organisation.places import Places
from ria.models import FunctionPhase
from ria.permissions.person import Grant
from ria.services.accounts.accounts import add_user
from ria.services.organisation.functions import create_function
from ria.services.organisation.places import add_committee, add_unit
from workflows.roles import Role

ORGANISATION: dict[str, Any] = read(Path(__file__).parent / "organisation.yaml")
TRAINED_FOR = timedelta(days=5 * 365)


def found(store: Store, today: date, places: Places) -> None:
    """Create the organisation, and note the ids of its units, committees and functions."""
    committees: dict[str, str] = ORGANISATION["committees"]
    places.committees = {name: add_committee(store, name, committees[name]) for name in committees}
    places.units = {name: add_unit(store, name) for name in ORGANISATION["units"]}
    numbers = count(1)
    places.functions = {
        name: create_function(store, name, FunctionPhase(phase), next(numbers))
        for phase, names in ORGANISATION["functions"].items()
        for name in names
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
