"""SQL compiled once a process, however many databases the tests open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from ria.db import engine as engines

_ROOM = 5_000


def compile_statements_once() -> None:
    """Let engines of one kind of database share their dialect and their compiled statements.

    A compiled statement is kept for the dialect that it was made for, so both must be shared. The
    dialect of the first engine that has been connected serves: it has asked its database what that
    can do, and all databases of the tests are alike in it.
    """
    create_anew = engines.create_engine
    first: dict[str, Engine] = {}

    def create_sharing(url: str, **options: Any) -> Engine:
        engine: Engine = create_anew(url, query_cache_size=_ROOM, **options)
        kept = first.setdefault(engine.dialect.name, engine)
        if kept.dialect.server_version_info is None:
            first[engine.dialect.name] = engine
        else:
            engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache
        return engine

    engines.create_engine = create_sharing  # type: ignore[assignment]
