"""Canonical JSON: each value has exactly one text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ria.history.canonical import canonical, digest, event_hash, payload_digest
from workflows.stages import Stage


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ("é \u202e", '"é \u202e"'),
        (date(2026, 2, 28), '"2026-02-28"'),
        (datetime(2026, 7, 1, 0, 30, tzinfo=UTC), '"2026-07-01T00:30:00.000000+00:00"'),
        (
            datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=1))),
            '"2026-07-01T00:30:00.000000+00:00"',
        ),
        (Stage.SCREENING, '"screening"'),
        ((1, 2), "[1,2]"),
    ],
)
def test_canonical(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, 1j])
def test_what_json_does_not_know_is_refused(value):
    with pytest.raises(TypeError, match="cannot be written into the history"):
        canonical(value)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        canonical(datetime(2026, 7, 1))  # noqa: DTZ001


def test_known_digests():
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    # RFC 4231, test case 2
    assert (
        payload_digest("Jefe", "what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_the_hash_of_an_event_covers_each_of_its_parts():
    parts = dict(prev="0", chain="P1", seq=1, at="t", actor_ref="U1", kind="k", payload="p")
    hashes = {event_hash(**parts)}
    for name, value in parts.items():
        hashes.add(event_hash(**{**parts, name: 2 if name == "seq" else f"{value}'"}))
    assert len(hashes) == 1 + len(parts)
