"""A private Redis on a Unix socket, with nothing on disk."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from tests.support.processes import end, eventually, program


class RedisServer:
    """One server process. `url` is what `RIA_REDIS_URL` takes; stop and start keep the address."""

    def __init__(self) -> None:
        # Not pytest's own folder: a socket's path may have no more than 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="ria-redis-"))
        self.socket = self.folder / "redis.sock"
        self.url = f"redis+socket://{self.socket}"
        self.process: subprocess.Popen | None = None

    def start(self) -> RedisServer:
        """Start it and wait until it answers."""
        binary = program("redis-server", "valkey-server", package="redis-server")
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "600",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen([binary, *flags], stdout=subprocess.DEVNULL)
        eventually(self._answers, "Redis answers")
        return self

    def client(self) -> Redis:
        """A connection to look inside with; the caller closes it."""
        return Redis(unix_socket_path=str(self.socket))

    def stop(self) -> None:
        """Stop it; its address stays, so that `start` brings it back."""
        if self.process:
            end(self.process)
            self.process = None

    def discard(self) -> None:
        """Stop it for good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        with self.client() as client:
            try:
                return bool(client.ping())
            except NoConnection:
                return False
