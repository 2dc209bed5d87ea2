"""Starting, awaiting and ending real processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Found = TypeVar("Found")


def program(*names: str, beside: str = "", package: str) -> str:
    """The path of the first of `names` found on the PATH or in the folders `beside` (a glob).

    A missing program fails the test in one line: a skipped test would look like a passed one.
    """
    folders = sorted(map(str, Path("/").glob(beside.lstrip("/"))), reverse=True) if beside else []
    where = os.pathsep.join([*folders, os.environ.get("PATH", os.defpath)])
    for name in names:
        found = shutil.which(name, path=where)
        if found:
            return found
    pytest.fail(f"{names[0]} is missing: install {package} (`make test` does)", pytrace=False)


def eventually(look: Callable[[], Found | None], what: str, seconds: float = 15) -> Found:
    """What `look` returns as soon as it is truthy; fails the test after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"waited {seconds:g} s in vain: {what}", pytrace=False)


def free_port() -> int:
    """A TCP port on the loopback address that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port: int) -> bool:
    """Whether something answers on this port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(process: subprocess.Popen, seconds: float = 10, how: int = signal.SIGTERM) -> int:
    """Ask a process to end, and kill it if it does not within `seconds`. Its exit code."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait(5)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()
    return code
