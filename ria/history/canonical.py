"""One canonical way to serialise a value, so that equal values always have equal digests."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ria.models.types import instant_text

GENESIS = "0" * 64
"""The value that stands for the previous hash at the start of a chain."""


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, no white space and unescaped UTF-8; dates and instants as ISO
    text.

    Raises TypeError for a value that is neither JSON nor a date, an instant or an enumeration
    member.
    """
    return _ENCODER.encode(value)


def _as_text(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written into the history")


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text
)


def digest(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def payload_digest(salt: str, content: str) -> str:
    """The HMAC-SHA-256 of a payload under its row's salt: alone, the digest reveals nothing."""
    return hmac.digest(salt.encode(), content.encode(), "sha256").hex()


def event_hash(
    *, prev: str, chain: str, seq: int, at: str, actor_ref: str, kind: str, payload: str
) -> str:
    """Return the hash of an event: SHA-256 of the canonical list of its parts
    (docs/reference/history.md).
    """
    return digest(canonical([prev, chain, seq, at, actor_ref, kind, payload]))
