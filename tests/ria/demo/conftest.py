"""The demonstration's data, made once for all its tests: it is two years of a police service."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from ria.clock import FixedClock
from ria.db.store import open_store
from ria.demo.service.data import prepare
from ria.settings import load_settings
from tests.support.processes import end


@contextmanager
def mail_kept(folder):
    """The demonstration's own mail server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [sys.executable, "-m", "ria.demo.service.sink", str(number), str(folder)]
        process = subprocess.Popen(command, pass_fds=[number])
        try:
            yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            end(process)


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """A data directory as the first start leaves it; made once, whatever the number of workers."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = base / "demonstration"
    with (base / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "seeded").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            with mail_kept(folder / "mail") as url:
                prepare(load_settings(env="demo", data_dir=folder, smtp_url=url))
    return folder


@pytest.fixture
def data_dir(lived, tmp_path):
    """A copy of it for one test."""
    return shutil.copytree(lived, tmp_path / "demo")


@pytest.fixture(scope="module")
def store(lived, tmp_path_factory):
    """A copy of it to read from, open at the moment at which its two years end."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("read") / "demo")
    opened = open_store(load_settings(env="demo", data_dir=folder))
    yield open_store(opened.settings, FixedClock(opened.clock.now()))
    opened.close()
