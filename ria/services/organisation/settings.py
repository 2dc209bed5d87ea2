"""Changing the organisation's own settings."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.history.canonical import canonical
from ria.models import Setting
from ria.permissions.map import Permission, may
from ria.queries.organisation.setting_catalogue import BY_ID
from ria.queries.organisation.settings import forget_settings, setting_values, settings_state
from ria.services.deadlines.schedule import look_at_all_anew
from ria.services.kit.errors import Forbidden, Invalid, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor


def change_settings(
    store: Store, *, actor_id: int, given: Mapping[str, JsonValue], seen: str, token: str
) -> tuple[str, ...]:
    """Set these settings and return the ids of those that changed. `seen` is the `settings_state`
    of the page that was edited. Raises `Stale`, `Invalid` at a setting's id, `Forbidden` or
    `Taken`.
    """
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        if not may(Permission.SETTINGS_CHANGE, actor):
            raise Forbidden
        unit.hold("settings")
        before = done_before(unit, actor.id, token, dict(given))
        if before is not None:
            return tuple(before.split())
        old = setting_values(unit.session)
        if settings_state(old) != seen:
            raise Stale("Somebody else changed the settings after you opened them.")
        _check(given)
        changed = tuple(name for name in given if given[name] != old[name])
        for name in changed:
            _write(unit, name, given[name])
        if changed:
            unit.record(
                ORGANISATION,
                "settings_changed",
                actor.ref,
                old={name: old[name] for name in changed},
                new={name: given[name] for name in changed},
            )
        forget_settings(unit.session)
        if "go_live" in changed:
            look_at_all_anew(unit)
        remember(unit, actor.id, token, dict(given), " ".join(changed))
        return changed


def _check(given: Mapping[str, JsonValue]) -> None:
    for name, value in given.items():
        setting = BY_ID.get(name)
        if setting is None:
            raise Invalid("", "There is no such setting.")
        if not setting.accepts(value):
            bounds = f" between {setting.least} and {setting.most}" if setting.most else ""
            raise Invalid(name, f"Give a value{bounds} that can be set")


def _write(unit: UnitOfWork, name: str, value: JsonValue) -> None:
    """Store only what differs from the default."""
    row = unit.session.get(Setting, name)
    if value == BY_ID[name].default:
        if row is not None:
            unit.delete(row)
        return
    row = row or Setting(name=name, value="")
    row.value = canonical(value)
    unit.save(row)
