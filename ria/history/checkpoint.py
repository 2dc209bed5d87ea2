"""Checkpoints: the signed heads of all chains, to be kept outside the database.

A chain alone cannot show that its last events were removed together with its head. A checkpoint
can.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from ria.history.canonical import canonical
from ria.models import HistoryEvent, HistoryHead
from ria.models.types import instant_text


class CheckpointError(Exception):
    """The checkpoint file does not belong to this instance."""


def checkpoint(session: Session, key: str, at: datetime) -> str:
    """Return a line of JSON: the heads of all chains and their HMAC-SHA-256 under `key`."""
    heads = {h.chain: [h.seq, h.hash] for h in session.exec(select(HistoryHead))}
    body = {"at": instant_text(at), "heads": heads}
    return canonical({**body, "mac": _mac(key, canonical(body))})


def behind(session: Session, key: str, line: str) -> Iterator[str]:
    """Describe everything a checkpoint holds that the chains lack. Raises `CheckpointError`."""
    heads = _checked(key, line)
    for chain, (seq, hash_) in sorted(heads.items()):
        query = select(HistoryEvent.hash).where(
            col(HistoryEvent.chain) == chain, col(HistoryEvent.seq) == seq
        )
        found = session.exec(query).first()
        if found is None:
            yield f"{chain}: the checkpoint has event {seq}, the database does not"
        elif found != hash_:
            yield f"{chain}: event {seq} is not the one the checkpoint has"


def _checked(key: str, line: str) -> dict[str, tuple[int, str]]:
    try:
        whole = json.loads(line)
        mac = str(whole.pop("mac")).encode()
        heads = {chain: (int(seq), str(hash_)) for chain, (seq, hash_) in whole["heads"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointError("this is not a checkpoint") from None
    if not hmac.compare_digest(mac, _mac(key, canonical(whole)).encode()):
        raise CheckpointError("the checkpoint was changed, or made with another key")
    return heads


def _mac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
