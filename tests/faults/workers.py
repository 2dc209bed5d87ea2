"""Celery workers as processes of their own, to be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.processes import end

FLAGS = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]


class Worker:
    """One worker with one pool process."""

    def __init__(self, environment: dict[str, str], log: Path, app: str, *more: str) -> None:
        self._start = [sys.executable, "-m", "celery", "--quiet", "-A", app, "worker", *FLAGS]
        self._start += ["--concurrency", "1", "--hostname", f"{log.stem}@%h", *more]
        self._environment = {**os.environ, **environment}
        self._log = log
        self.start()

    def start(self) -> None:
        """Start it (again)."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._start, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """`kill -9`; what it has forked goes with it."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """End it in an orderly way."""
        end(self.process, how=signal.SIGTERM)
