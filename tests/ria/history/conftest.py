"""A database file in which policies have lived, to be tampered with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ria.building import build_world, live


@pytest.fixture(scope="session")
def lived_file(sqlite_template, tmp_path_factory):
    """The file, with every row written by the real commands. To be copied, never changed."""
    folder = tmp_path_factory.mktemp("lived")
    world = build_world(sqlite_template.copy(folder), folder / "data")
    live(world)
    assert world.faults() == []
    world.store.close()
    return folder / "ria.db"


@pytest.fixture
def lived_copy(lived_file: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copy(lived_file, tmp_path / "harmed.db"))
