"""Where nobody eligible is left to decide, the administrator is told."""

from __future__ import annotations

from ria.models import Message
from ria.services.accounts.accounts import set_active


def test_nobody_free_to_decide_is_told_to_the_administrator(world):
    for name in ("strategy", "strategy2"):
        set_active(world.store, world.refs[name], False)
    world.awaiting()
    names = {user_id: name for name, user_id in world.ids.items()}
    # Whoever was named at the registration was told of that before.
    told = [message for message in world.all(Message) if message.kind != "named"]
    assert [(m.kind, names[m.recipient_id]) for m in told] == [("nobody_to_decide", "admin")]
