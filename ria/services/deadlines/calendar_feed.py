"""A person's private calendar address: creating it, replacing it, ending it."""

from __future__ import annotations

import hashlib
import secrets

from ria.db.store import Store
from ria.history import ORGANISATION, unit_of_work
from ria.models import CalendarFeed
from ria.services.kit.loading import the_actor


def token_hash(token: str) -> str:
    """The hash under which an address is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_feed(store: Store, actor_id: int) -> str:
    """Create a new address for the person's calendar and return its token, which is shown once and
    never stored. The earlier address stops working. Raises `Forbidden`.
    """
    token = secrets.token_urlsafe(32)
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        feed = unit.session.get(CalendarFeed, actor.id)
        feed = feed or CalendarFeed(user_id=actor.id, token_hash="", made_at=unit.now)
        feed.token_hash, feed.made_at = token_hash(token), unit.now
        unit.save(feed)
        unit.record(ORGANISATION, "calendar_made", actor.ref)
    return token


def end_feed(store: Store, actor_id: int) -> bool:
    """End the person's calendar address and return whether there was one. Raises `Forbidden`."""
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        feed = unit.session.get(CalendarFeed, actor.id)
        if feed is None:
            return False
        unit.delete(feed)
        unit.record(ORGANISATION, "calendar_ended", actor.ref)
        return True
