"""What every command is given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forms.questions.registry import SetError
from ria.clock import FixedClock, SystemClock
from ria.db.store import open_store
from ria.settings import SettingsError, load_settings


def test_a_store_is_opened_from_settings(tmp_path):
    settings = load_settings(env="test", data_dir=tmp_path, base_url="https://ria.example/")
    store = open_store(settings)
    assert isinstance(store.clock, SystemClock)
    assert store.links.work() == "https://ria.example/work"
    assert store.sets.latest("screening", "psed-2010").version >= 1
    store.close()


def test_the_clock_can_be_another(tmp_path):
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    store = open_store(load_settings(env="test", data_dir=tmp_path), clock)
    assert store.clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    store.close()


def test_a_broken_set_keeps_it_from_opening(tmp_path):
    (tmp_path / "frames").mkdir()
    (tmp_path / "screening.1.yaml").write_text("form: [")
    with pytest.raises(SetError):
        open_store(load_settings(env="test", data_dir=tmp_path, sets_dir=tmp_path))


def test_a_frame_that_no_set_knows_keeps_it_from_opening(tmp_path):
    with pytest.raises(SettingsError, match="RIA_FRAME: there is no frame 'nothing'; there are: "):
        open_store(load_settings(env="test", data_dir=tmp_path, frame="nothing"))
