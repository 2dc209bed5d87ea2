"""`ria user`: accounts."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.plain import Line
from ria.cli.mail import DAY
from workflows.roles import Role

if TYPE_CHECKING:
    from ria.permissions.person import Grant

SHORTEST_PASSWORD = 12


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.option("--email", required=True, help="Where mails go, and what one signs in with.")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([r.value for r in Role]),
    help="What the person may be. Repeat it for several.",
)  # fmt: skip
@click.option("--unit", help="The person's unit; made if there is none of this name.")
@click.option("--committee", help="The committee a chair or secretary serves; made if missing.")
@click.option("--trained-until", type=DAY, help="The day equality training runs out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    name: str,
    roles: tuple[str, ...],
    unit: str | None,
    committee: str | None,
    trained_until: datetime | None,
    password_stdin: bool,
) -> None:
    """Create an account."""
    from argon2 import PasswordHasher

    from ria.services.accounts.accounts import add_user
    from ria.services.organisation.places import add_committee, add_unit

    with opened() as store:
        password = _password(password_stdin)
        _check_password(password, store.settings.env.value)
        unit_id = add_unit(store, unit) if unit else None
        committee_id = add_committee(store, committee, "") if committee else None
        ref = add_user(
            store,
            name=name,
            email=email,
            password_hash=PasswordHasher().hash(password),
            grants=[_grant(Role(role), unit_id, committee_id) for role in roles],
            unit_id=unit_id,
            trained_until=trained_until.date() if trained_until else None,
        )
    click.echo(f"{ref}: {email}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _check_password(password: str, env: str) -> None:
    from ria.demo.organisation.accounts import PASSWORD

    if len(password) < SHORTEST_PASSWORD:
        raise Line(f"the password needs at least {SHORTEST_PASSWORD} characters")
    if password == PASSWORD and env == "production":
        raise Line("this is the demonstration's password: choose another")


def _grant(role: Role, unit_id: int | None, committee_id: int | None) -> Grant:
    from ria.permissions.person import Grant

    if role is Role.UNIT_HEAD:
        if unit_id is None:
            raise Line("a unit head needs --unit")
        return Grant(role, unit_id=unit_id)
    if role in (Role.CHAIR, Role.SECRETARY):
        if committee_id is None:
            raise Line(f"a committee's {role.value} needs --committee")
        return Grant(role, committee_id=committee_id)
    return Grant(role)
