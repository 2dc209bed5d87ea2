"""A private PostgreSQL cluster on a Unix socket: made, used, thrown away."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.processes import end, eventually, program

BINARIES = "/usr/lib/postgresql/*/bin"  # where Debian keeps what is not on the PATH


class PostgresCluster:
    """One cluster in a folder of its own. Databases come from templates, so each is quick."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ria-pg-"))
        self.process: subprocess.Popen | None = None
        self._numbers = count(1)
        self._as_user = _unprivileged(self.folder)

    def start(self) -> PostgresCluster:
        """Make the cluster on first use, start its server and wait until it answers."""
        data = self.folder / "data"
        if not data.exists():
            self._run("initdb", "-D", str(data), "-U", "ria", "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # a lost test database is no loss
            "max_connections": "60",
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [_binary("postgres"), "-D", str(data), *flags],
                stdout=log, stderr=log, **self._as_user,
            )  # fmt: skip
        eventually(self._answers, "PostgreSQL answers")
        return self

    def url(self, database: str) -> str:
        """The address of one database, as `RIA_DATABASE_URL` takes it."""
        return f"postgresql://ria@/{database}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A fresh database, a copy of `template`. Returns its name."""
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, with whatever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def stop(self) -> None:
        """Stop the server at once; `start` brings it back with its databases."""
        if self.process:
            end(self.process, how=signal.SIGINT)
            self.process = None

    def discard(self) -> None:
        """Stop it for good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [_binary(name), *arguments], check=True, stdout=subprocess.DEVNULL, **self._as_user
        )

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            identifiers = [sql.Identifier(name) for name in names]
            connection.execute(sql.SQL(statement).format(*identifiers))

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _binary(name: str) -> str:
    return program(name, beside=BINARIES, package="postgresql")


def _unprivileged(folder: Path) -> dict[str, object]:
    """What makes `subprocess` run as another user: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {"cwd": folder}
    user = next((u for u in pwd.getpwall() if u.pw_name == "postgres"), pwd.getpwnam("nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"cwd": folder, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
