"""The chain can be recomputed by anyone, from `docs/reference/history.md` alone.

This is that page's recipe, written anew on the standard library: nothing of the product is used.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "history.md"


def recompute(file):
    """The hash in which each chain of an SQLite file ends, from its events and payloads."""

    def sha256(value):
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    ends = {}
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT chain, seq, at, actor_ref, kind, salt, content FROM history_event "
            "JOIN history_payload ON event_id = id ORDER BY chain, seq"
        )
        for chain, seq, at, actor, kind, salt, content in rows:
            payload = hmac.new(salt.encode(), content.encode("utf-8"), "sha256").hexdigest()
            prev = ends.get(chain, "0" * 64)
            ends[chain] = sha256([prev, chain, seq, at, actor, kind, payload])
    return ends


def heads_of(file):
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT chain, hash FROM history_head").fetchall())


def test_the_recipe_ends_in_the_same_hashes(lived_file):
    assert len(heads_of(lived_file)) == 3
    assert recompute(lived_file) == heads_of(lived_file)


def test_the_recipe_notices_a_changed_payload(lived_copy):
    with closing(sqlite3.connect(lived_copy)) as connection:
        connection.execute("DROP TRIGGER history_payload_only_erased")
        connection.execute("UPDATE history_payload SET content = '{}' WHERE event_id = 5")
        connection.commit()
    assert recompute(lived_copy) != heads_of(lived_copy)


@pytest.fixture
def printed_script(tmp_path):
    """The script that the page prints, as a file."""
    page = PAGE.read_text(encoding="utf-8")
    script = page.partition("```python\n")[2].partition("```")[0]
    assert script
    file = tmp_path / "recompute.py"
    file.write_text(script, encoding="utf-8")
    return file


def test_the_script_on_the_page_runs_and_prints_the_same_heads(printed_script, lived_file):
    command = [sys.executable, "-I", str(printed_script), str(lived_file)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout
    assert printed.splitlines() == [
        f"{chain} {hash_}" for chain, hash_ in sorted(heads_of(lived_file).items())
    ]


def test_a_seal_can_be_recomputed_too(lived_file):
    """A unit's seal: SHA-256 over the canonical JSON of its columns."""
    with closing(sqlite3.connect(lived_file)) as connection:
        contents = [row[0] for row in connection.execute("SELECT content FROM history_payload")]
        name = connection.execute("SELECT name FROM unit WHERE id = 1").fetchone()[0]
    sealed = {}
    for content in contents:
        sealed |= json.loads(content)["rows"]
    canonical = f'{{"id":1,"name":"{name}"}}'
    assert sealed["unit:1"] == hashlib.sha256(canonical.encode()).hexdigest()
