"""The list of accounts: its columns, search and filters."""

from __future__ import annotations

from ria.queries.accounts.accounts import AccountFilters, AccountLine, accounts
from ria.queries.kit.paging import From, Slice
from ria.web.kit.listing import Asked, Cell, Column, Filter, Listing
from ria.web.kit.paging import member
from ria.web.request.session import read_session
from workflows.roles import Role


def _lines(asked: Asked, start: From) -> Slice[AccountLine]:
    is_open = asked["state"] != "closed"
    filters = AccountFilters(asked["words"], member(Role, asked["role"]), active=is_open)
    return accounts(read_session(), filters, start)


def _person(line: AccountLine) -> Cell:
    tags = []
    if not line.active:
        tags.append(("Closed", "grey"))
    elif not line.has_password:
        tags.append(("Has not come in yet", "yellow"))
    if line.active and line.is_refused:
        tags.append(("Mail comes back", "red"))
    return Cell(line.name, href=f"/accounts/{line.ref}", below=(line.email,), tags=tuple(tags))


LISTING = Listing(
    title="Accounts",
    singular="account",
    address="/accounts",
    filters=(
        Filter("words", "Search", "Part of a name or an address"),
        Filter("role", "Role", every="All roles",
               options=lambda: [(role.value, role.label) for role in Role]),
        Filter("state", "State", every="Open", options=lambda: [("closed", "Closed")]),
    ),
    columns=(
        Column("Person", _person),
        Column("Roles", lambda line: ", ".join(role.label for role in line.roles) or "None"),
        Column("Unit", lambda line: line.unit),
        Column("Trained until", lambda line: line.trained_until or "Not trained"),
    ),
    more=(
        Column("Email", lambda line: line.email),
        Column("Reference", lambda line: line.ref),
    ),
    lines=_lines,
    template="pages/accounts/list.html",
)  # fmt: skip
