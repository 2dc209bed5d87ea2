"""Columns that came with later migrations leave the seals of earlier rows true."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from ria.db.engine import open_engine
from ria.db.migrate import upgrade
from ria.history.seals import ADDED_COLUMNS, seal_of, sealed_columns, sealed_models
from ria.models import Unit


def test_every_column_added_to_a_sealed_table_says_with_which_value_it_came(tmp_path):
    """Else `ria audit verify` would name every row from before the migration."""
    engine = open_engine(f"sqlite:///{tmp_path / 'first.db'}")
    upgrade(engine, "0001")
    first = inspect(engine)
    tables = set(first.get_table_names())
    silent = [
        f"{model.__tablename__}.{name}"
        for model in sealed_models()
        if model.__tablename__ in tables
        for name in set(sealed_columns(model)) - ADDED_COLUMNS.get(model, {}).keys()
        if name not in {column["name"] for column in first.get_columns(model.__tablename__)}
    ]
    engine.dispose()
    assert silent == []


def test_an_added_column_counts_once_it_says_something(monkeypatch):
    monkeypatch.setitem(ADDED_COLUMNS, Unit, {"floor": None})
    before = {"id": 1, "name": "Policy Unit"}
    assert seal_of(Unit, {**before, "floor": None}) == seal_of(Unit, before)
    assert seal_of(Unit, {**before, "floor": 3}) != seal_of(Unit, before)


@pytest.mark.parametrize("model", sealed_models(), ids=lambda model: model.__tablename__)
def test_only_columns_that_exist_are_said_to_be_added(model):
    assert ADDED_COLUMNS.get(model, {}).keys() <= set(sealed_columns(model))
