"""Walks with which many tests begin, made only once. From the same start the same walk leads to the
same result, so the result is copied. On SQLite only; on PostgreSQL each walk is made again. Results
are kept on disk for all test processes, and for later runs on the same sources.

The same start means: every byte of the database, the clock, the settings, the tokens given out so
far, and the walk's arguments.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from tests.support.cache import made_once

if TYPE_CHECKING:
    from tests.ria.building import World

P = ParamSpec("P")
T = TypeVar("T")

_COUNTERS = (slice(24, 28), slice(92, 100))
"""Of a database file's first page: how often it was written."""
_NO_WAL = b"\x01\x01"
"""There: what lies in memory has no log beside it."""
_MOST = 300


@dataclass(frozen=True)
class _Place:
    database: bytes
    files: dict[Path, bytes]
    at: datetime
    tokens: int
    result: Any


_PLACES: dict[str, _Place] = {}

AS_WRITTEN = True
"""Whether the code is as it is written. What patched code does is kept for nobody."""


def kept(walk: Callable[Concatenate[World, P], T]) -> Callable[Concatenate[World, P], T]:
    """The walk, walked once from each start and with each of its arguments."""

    @wraps(walk)
    def walked(world: World, *args: P.args, **told: P.kwargs) -> T:
        url = str(world.store.settings.database_url)
        key = repr((walk.__qualname__, args, sorted(told.items())))
        if not url.startswith("sqlite") or " at 0x" in key:
            return walk(world, *args, **told)
        start = f"{key} from {_standing(world)}"
        if start in _PLACES:
            return _go_to(world, _PLACES[start])
        walked_here = False

        def place() -> bytes:
            nonlocal walked_here
            walked_here = True
            result = walk(world, *args, **told)
            files, at = _files(world), world.clock.at
            return pickle.dumps(_Place(_content(world), files, at, world.tokens, result))

        found: _Place = pickle.loads(
            made_once(f"{walk.__module__}.{start}", place, keep=AS_WRITTEN)
        )
        if AS_WRITTEN and len(_PLACES) < _MOST:
            _PLACES[start] = found
        return found.result if walked_here else _go_to(world, found)

    return walked


def _go_to(world: World, place: _Place) -> Any:
    with (
        closing(sqlite3.connect(":memory:")) as copy,
        closing(sqlite3.connect(_file(world))) as target,
    ):
        copy.deserialize(place.database[:18] + _NO_WAL + place.database[20:])
        copy.backup(target)
    for path, content in place.files.items():
        target_path = world.store.settings.data_dir / path
        target_path.parent.mkdir(parents=True, exist_ok=True)
        target_path.write_bytes(content)
    world.clock.at, world.tokens = place.at, place.tokens
    return place.result


def _standing(world: World) -> str:
    content = bytearray(_content(world))
    for counter in _COUNTERS:
        content[counter] = bytes(counter.stop - counter.start)
    settings = world.store.settings.model_dump(exclude={"database_url", "data_dir"})
    told = repr((world.clock.at, world.tokens, settings))
    return hashlib.sha256(content).hexdigest() + hashlib.sha256(told.encode()).hexdigest()


def _content(world: World) -> bytes:
    with closing(sqlite3.connect(_file(world))) as database:
        return database.serialize()


def _files(world: World) -> dict[Path, bytes]:
    folder = world.store.settings.data_dir
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _file(world: World) -> str:
    return str(world.store.settings.database_url).removeprefix("sqlite:///")
