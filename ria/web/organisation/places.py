"""Units and committees, for the administrator."""

from __future__ import annotations

from flask import Blueprint

from forms.pages.declared import Declared
from ria.permissions.map import Permission
from ria.queries.organisation.places import Place, committees, units
from ria.services.organisation.places import COMMITTEES, UNITS
from ria.web.kit.listing import Cell, Column, Listing
from ria.web.kit.records import RecordPages, record_blueprint
from ria.web.request.session import read_session

_ACCOUNTS = ("/accounts", "Accounts")
_POLICIES: Column[Place] = Column("Policies", lambda place: place.policies, is_number=True)

_FORMS = Declared.of("organisation/places")

UNIT_PAGES = RecordPages(
    record=UNITS,
    listing=Listing(
        title="Units",
        singular="unit",
        address="/units",
        back=_ACCOUNTS,
        columns=(
            Column("Name", lambda place: Cell(place.name, href=f"/units/{place.id}")),
            _POLICIES,
            Column("People", lambda place: place.people, is_number=True),
        ),
        lines=lambda asked, start: units(read_session(), asked["words"], start),
    ),
    may_read=Permission.ACCOUNTS_MANAGE,
    form=lambda answers: _FORMS.form("unit", answers=answers),
    called=lambda unit: unit.name,
)

COMMITTEE_PAGES = RecordPages(
    record=COMMITTEES,
    listing=Listing(
        title="Committees",
        singular="committee",
        address="/committees",
        back=_ACCOUNTS,
        columns=(
            Column("Name", lambda place: Cell(place.name, href=f"/committees/{place.id}")),
            Column("Decides on", lambda place: place.remit),
            _POLICIES,
        ),
        lines=lambda asked, start: committees(read_session(), asked["words"], start),
    ),
    may_read=Permission.ACCOUNTS_MANAGE,
    form=lambda answers: _FORMS.form("committee", answers=answers),
    called=lambda committee: committee.name,
)

pages = Blueprint("places", __name__)
pages.register_blueprint(record_blueprint("units", UNIT_PAGES))
pages.register_blueprint(record_blueprint("committees", COMMITTEE_PAGES))
