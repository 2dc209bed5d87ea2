"""What is costly to make and always comes out alike, kept on disk for all processes of the tests.

It lies in `.cache/tests`, in a folder named by a hash of the sources, so that a change of the
product is never tested on what an older one made.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sys
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".cache" / "tests"
SOURCES = ("forms", "ria", "templates", "worker", "workflows", "tests")
SUFFIXES = {".py", ".yaml", ".csv", ".txt", ".html"}
_OLD = 24 * 3600
_MOST = 600
"""Files of one state of the sources. What begins with something random is never found again."""


def made_once(name: str, make: Callable[[], bytes], *, keep: bool = True) -> bytes:
    """What was made under this name from the sources as they are, or else what `make` makes, which
    is kept for the next. Who asks for the same at the same time waits."""
    folder = _folder()
    file = folder / hashlib.sha256(name.encode()).hexdigest()
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return zlib.decompress(file.read_bytes())
        except FileNotFoundError:
            made = make()
        if keep and len(list(folder.iterdir())) < 2 * _MOST:
            partial = file.with_suffix(".partial")
            partial.write_bytes(zlib.compress(made, 1))
            partial.replace(file)
    return made


@cache
def _folder() -> Path:
    folder = KEPT / hash_of_sources()
    if not folder.exists():
        for other in KEPT.glob("*"):
            if other.stat().st_mtime < time.time() - _OLD:
                shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def hash_of_sources() -> str:
    """A hash of everything that a walk may depend on: the code, the questions, the helpers of the
    tests (not the tests themselves), the packages and Python."""
    found = hashlib.sha256(sys.version.encode())
    files = [ROOT / "requirements-dev.lock"]
    for folder in SOURCES:
        files += sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in SUFFIXES)
    for file in files:
        if not file.name.startswith("test_") and "static" not in file.parts:
            found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()[:24]
