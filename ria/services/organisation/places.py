"""Units and committees: adding and renaming them, and setting what a committee decides on."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from ria.db.store import Store
from ria.models import Committee, Unit
from ria.permissions.map import Permission
from ria.services.kit.records import PlainRecord, RecordInput, ensure_record, refuse_same_name


def _unit(session: Session, given: RecordInput, own: Unit | None) -> Mapping[str, str]:
    refuse_same_name(session, Unit, str(given["name"]), own)
    return {"name": str(given["name"])}


def _committee(session: Session, given: RecordInput, own: Committee | None) -> Mapping[str, str]:
    refuse_same_name(session, Committee, str(given["name"]), own)
    return {"name": str(given["name"]), "remit": str(given.get("remit") or "")}


UNITS = PlainRecord(Unit, "unit", Permission.ACCOUNTS_MANAGE, ("name",), _unit)
COMMITTEES = PlainRecord(
    Committee, "committee", Permission.ACCOUNTS_MANAGE, ("name", "remit"), _committee
)


def add_unit(store: Store, name: str) -> int:
    """Return the id of the unit with this name, adding it if there is none."""
    return ensure_record(store, UNITS, {"name": name})


def add_committee(store: Store, name: str, remit: str) -> int:
    """Return the id of the committee with this name, adding it if there is none."""
    return ensure_record(store, COMMITTEES, {"name": name, "remit": remit})
