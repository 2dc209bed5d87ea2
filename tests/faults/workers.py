"""Celery workers and beats as processes of their own, to be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.processes import end

QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
QUICK = "tests.faults.quick_worker"


def environment(
    url: str, redis_url: str, smtp_url: str, folder: Path, now_file: Path | None = None
) -> dict[str, str]:
    """What a program is told. `now_file` holds the time it is to believe."""
    pretended = {"RIA_FAKE_NOW_FILE": str(now_file)} if now_file else {}
    return {
        **os.environ,
        **pretended,
        "RIA_ENV": "test",
        "RIA_DATABASE_URL": url,
        "RIA_REDIS_URL": redis_url,
        "RIA_SMTP_URL": smtp_url,
        "RIA_DATA_DIR": str(folder),
    }


class Program:
    """One Celery process, in a session of its own."""

    def __init__(self, environment: dict[str, str], log: Path, app: str, *flags: str) -> None:
        self._start = [sys.executable, "-m", "celery", "--quiet", "-A", app, *flags]
        self._environment = environment
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


class Worker(Program):
    """One worker with one pool process."""

    def __init__(self, environment: dict[str, str], log: Path, app: str, *more: str) -> None:
        name = ["--concurrency", "1", "--hostname", f"{log.stem}@%h"]
        super().__init__(environment, log, app, "worker", *QUIET, *name, *more)


class Beat(Program):
    """One beat with a schedule file of its own."""

    def __init__(self, environment: dict[str, str], log: Path, app: str) -> None:
        file = str(log.with_suffix(".schedule"))
        super().__init__(
            environment, log, app, "beat", "-s", file, "--pidfile", "", "--loglevel", "WARNING"
        )
