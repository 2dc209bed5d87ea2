"""Convert between an account and its form: roles with their units and committees."""

from __future__ import annotations

from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.answers.display import Block
from forms.pages.page import PageForm, row_id
from ria.models import User
from ria.permissions.person import Grant
from ria.queries.accounts.people import user_by_ref
from ria.services.accounts.administration import AccountInput
from ria.web.kit.forms import day_of
from ria.web.kit.record_history import as_written
from ria.web.request.session import read_session
from workflows.roles import Role

ROLES = {role.value: role.label for role in Role}

_SCOPES = {
    Role.UNIT_HEAD: ("head_of", "unit_id"),
    Role.CHAIR: ("chair_of", "committee_id"),
    Role.SECRETARY: ("secretary_of", "committee_id"),
}
"""Roles that are given for a unit or a committee: the question that asks for it, and the column it
fills.
"""


def the_user(ref: str, *, only_active: bool = False) -> User:
    """The account with this reference; 404 if there is none, or none that is active."""
    user = user_by_ref(read_session(), ref)
    if user is None or (only_active and not user.active):
        raise NotFound
    return user


def account_given(filled: PageForm) -> AccountInput:
    """The input as the command takes it."""
    given = filled.given
    return AccountInput(
        name=str(given["name"]).strip(),
        email=str(given["email"]).strip(),
        unit_id=row_id(given.get("unit_id")),
        trained_until=day_of(given.get("trained_until")),
        grants=tuple(
            grant for role in _chosen(given.get("roles")) for grant in _grants(Role(role), given)
        ),
    )


def account_answers(user: User) -> dict[str, JsonValue]:
    """The stored account as answers of the form."""
    answers: dict[str, JsonValue] = {
        "name": user.name,
        "email": user.email,
        "unit_id": f"n{user.unit_id}" if user.unit_id else None,
        "trained_until": user.trained_until.isoformat() if user.trained_until else None,
        "roles": list(dict.fromkeys(grant.role.value for grant in user.grants)),
    }
    for role, (question, column) in _SCOPES.items():
        rows = [getattr(grant, column) for grant in user.grants if grant.role is role]
        answers[question] = [f"n{row}" for row in rows]
    return {name: value for name, value in answers.items() if value}


def worded(name: str, value: JsonValue) -> tuple[str, tuple[Block, ...]]:
    """A value from an account's history in words, with the roles as pages name them."""
    if name == "roles" and isinstance(value, list):
        parts = (item if isinstance(item, list) else [item] for item in value)
        value = [[ROLES.get(str(part), part) for part in item] for item in parts]
    return as_written(name, ROLES.get(str(value), value) if name == "role" else value)


def _grants(role: Role, given: dict[str, JsonValue]) -> list[Grant]:
    if role not in _SCOPES:
        return [Grant(role)]
    question, column = _SCOPES[role]
    return [Grant(role, **{column: row_id(row)}) for row in _chosen(given.get(question))]


def _chosen(value: JsonValue) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
