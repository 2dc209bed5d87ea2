"""Units and committees: added, renamed, and what a committee decides on."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import Committee, Unit
from ria.queries.organisation.places import named_alike, place_state
from ria.services.accounts.administration import administrator
from ria.services.kit.errors import Invalid, NotFound, Stale
from ria.services.kit.idempotency import done_before, remember


def add_place(
    store: Store, *, model: type[Unit] | type[Committee], actor_id: int, fields: dict[str, str],
    token: str,
) -> int:  # fmt: skip
    """Add a unit (`name`) or a committee (`name`, `remit`) and return its id. Raises `Invalid` at
    `name` if there is one of that name, `Forbidden` or `Taken`."""
    body = [model.__name__, fields]
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("names")
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        _check_name(unit, model, fields["name"], None)
        place = model.model_validate(fields)
        unit.session.add(place)
        unit.session.flush()
        assert place.id is not None
        unit.record(ORGANISATION, f"{model.__name__.lower()}_added", actor.ref, **fields)
        remember(unit, actor.id, token, body, str(place.id))
        return place.id


def change_place(
    store: Store, *, model: type[Unit] | type[Committee], place_id: int, actor_id: int,
    fields: dict[str, str], seen: str, token: str,
) -> None:  # fmt: skip
    """Rename a unit or a committee, or change a committee's remit. `seen` is the `place_state` of
    what the page showed. Raises `Stale`, `Invalid`, `Forbidden`, `NotFound` or `Taken`."""
    body = [model.__name__, place_id, fields]
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("names")
        place = unit.session.get(model, place_id)
        if not isinstance(place, Unit | Committee):
            raise NotFound
        if done_before(unit, actor.id, token, body) is not None:
            return
        if place_state(place) != seen:
            raise Stale("Somebody else changed this after you opened it.")
        _check_name(unit, model, fields["name"], place_id)
        old = {name: getattr(place, name) for name in fields}
        for name, value in fields.items():
            setattr(place, name, value)
        unit.session.add(place)
        kind = f"{model.__name__.lower()}_changed"
        unit.record(ORGANISATION, kind, actor.ref, old=old, new=fields)
        remember(unit, actor.id, token, body, str(place_id))


def _check_name(
    unit: UnitOfWork, model: type[Unit] | type[Committee], name: str, own_id: int | None
) -> None:
    if named_alike(unit.session, model, name) - {own_id}:
        raise Invalid("name", "There is one of this name already")
