"""Units and committees: listed, added, renamed; for the administrator."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.accounts.accounts import place_form
from forms.pages.page import PageForm
from ria.models import Committee, Unit
from ria.permissions import Permission
from ria.queries.organisation.places import committees, place_state, units
from ria.services.kit.errors import Invalid, Stale
from ria.services.organisation.places import add_place, change_place
from ria.web.kit.forms import as_errors, posted_seen, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("places", __name__)


@dataclass(frozen=True)
class Kind:
    """Units or committees: where they are, and what they are called."""

    address: str
    title: str
    singular: str
    model: type[Unit] | type[Committee]

    @property
    def has_remit(self) -> bool:
        """Whether they decide on something."""
        return self.model is Committee


UNITS = Kind("/units", "Units", "unit", Unit)
COMMITTEES = Kind("/committees", "Committees", "committee", Committee)


@pages.get("/units", defaults={"kind": UNITS})
@pages.get("/committees", defaults={"kind": COMMITTEES})
@requires(Permission.ACCOUNTS_MANAGE)
def listed(kind: Kind) -> Response:
    """All of them, by name."""
    rows = committees(read_session()) if kind.has_remit else units(read_session())
    return page("pages/organisation/places.html", kind=kind, places=rows)


@pages.get("/units/new", defaults={"kind": UNITS})
@pages.get("/committees/new", defaults={"kind": COMMITTEES})
@requires(Permission.ACCOUNTS_MANAGE)
def form(kind: Kind) -> Response:
    """The empty form."""
    return _page(kind, place_form(committee=kind.has_remit)())


@pages.post("/units/new", defaults={"kind": UNITS})
@pages.post("/committees/new", defaults={"kind": COMMITTEES})
@requires(Permission.ACCOUNTS_MANAGE)
def add(kind: Kind) -> Response:
    """Add one."""
    filled = place_form(committee=kind.has_remit)()
    if filled.validate():
        try:
            add_place(
                write_store(), model=kind.model, actor_id=signed_in().id,
                fields=_fields(kind, filled), token=posted_token(),
            )  # fmt: skip
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(f"The {kind.singular} is added.", "success")
            return go_to(kind.address)
    return _page(kind, filled, 422)


@pages.get("/units/<int:place_id>", defaults={"kind": UNITS})
@pages.get("/committees/<int:place_id>", defaults={"kind": COMMITTEES})
@requires(Permission.ACCOUNTS_MANAGE)
def one(kind: Kind, place_id: int) -> Response:
    """The form with what is stored."""
    place = _place(kind, place_id)
    return _page(kind, _form(kind, place)(), place=place, seen=place_state(place))


@pages.post("/units/<int:place_id>", defaults={"kind": UNITS})
@pages.post("/committees/<int:place_id>", defaults={"kind": COMMITTEES})
@requires(Permission.ACCOUNTS_MANAGE)
def change(kind: Kind, place_id: int) -> Response:
    """Rename it, or change its remit."""
    place = _place(kind, place_id)
    filled = _form(kind, place)()
    seen, status = posted_seen(), 422
    if filled.validate():
        try:
            change_place(
                write_store(), model=kind.model, place_id=place_id, actor_id=signed_in().id,
                fields=_fields(kind, filled), seen=seen, token=posted_token(),
            )  # fmt: skip
        except Stale as refusal:
            now = _place(kind, place_id)
            filled.refuse("", f"{refusal.message} It is now called “{now.name}”.")
            seen, status = place_state(now), 409
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(f"The {kind.singular} is changed.", "success")
            return go_to(kind.address)
    return _page(kind, filled, status, place=_place(kind, place_id), seen=seen)


def _place(kind: Kind, place_id: int) -> Unit | Committee:
    found = read_session().get(kind.model, place_id)
    if not isinstance(found, Unit | Committee):
        raise NotFound
    return found


def _form(kind: Kind, place: Unit | Committee) -> type[PageForm]:
    answers: dict[str, JsonValue] = {"name": place.name}
    if isinstance(place, Committee) and place.remit:
        answers["remit"] = place.remit
    return place_form(committee=kind.has_remit, answers=answers)


def _fields(kind: Kind, filled: PageForm) -> dict[str, str]:
    names = ("name", "remit") if kind.has_remit else ("name",)
    return {name: str(filled.given.get(name, "")).strip() for name in names}


def _page(
    kind: Kind,
    filled: PageForm,
    status: int = 200,
    place: Unit | Committee | None = None,
    seen: str | None = None,
) -> Response:
    return page(
        "pages/organisation/place.html",
        status,
        kind=kind,
        place=place,
        form=filled,
        seen=seen,
        errors=as_errors(filled.problems) if status != 200 else (),
    )
