"""`ria demo`: one command, everything running, nothing left when it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ria.demo.organisation.accounts import ACCOUNTS, PASSWORD
from ria.demo.service import redis, settings_file
from ria.demo.service.children import ChildError, Children, Recipe, python
from ria.demo.service.data import Progress, prepare
from ria.demo.service.pretended_time import PretendedTime
from ria.demo.story.seed import Stopped
from ria.processes import BEAT, WORKER
from ria.settings import SettingsError, load_settings, variable_names

START_SECONDS = 60.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def fake_now_file(data_dir: Path) -> Path:
    """The file with the demonstration's time: from the environment, or in the data directory."""
    return Path(os.environ.get("RIA_FAKE_NOW_FILE") or data_dir / "now")


def run(port: int, data_dir: Path, say: Callable[[str], None], progress: Progress) -> None:
    """Run the demonstration until it is stopped. Raises `SettingsError` or `ChildError`."""
    stop = threading.Event()
    for number in SIGNALS:
        signal.signal(number, lambda *_: stop.set())
    logs = data_dir / "logs"
    with only_one(data_dir), mail_socket() as listener:
        clock = PretendedTime(fake_now_file(data_dir))
        clock.begin()
        environment = _environment(port, data_dir, listener)
        os.environ.update(environment)
        _keep_settings(data_dir, listener)
        with Children(os.environ, logs) as children:
            _start_servers(children, data_dir, listener)
            with suppress(Stopped):
                prepare(load_settings(), say, stop.is_set, progress)
                _start_ria(children, port)
                if _wait_for_web(port, children, stop):
                    say(_welcome(port, data_dir))
                while not stop.wait(1):
                    clock.run_on()
                    children.keep_running()
        say("Stopped.")


def is_running(data_dir: Path) -> bool:
    """Whether a demonstration is now running on this data directory."""
    try:
        with only_one(data_dir):
            return False
    except SettingsError:
        return True


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Lock the data directory. Raises `SettingsError` if another demonstration has locked it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(f"a demonstration runs on {data_dir} already") from None
        yield


@contextmanager
def mail_socket() -> Iterator[socket.socket]:
    """A listening socket on a free port, for the mail sink to inherit."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _environment(port: int, data_dir: Path, listener: socket.socket) -> dict[str, str]:
    """The processes' environment: the user's settings, but for those that make a demonstration."""
    defaults = {
        "RIA_BASE_URL": f"http://127.0.0.1:{port}",
        "RIA_REDIS_URL": f"redis+socket://{redis.socket_path(data_dir)}",
        "RIA_SMTP_URL": f"smtp://127.0.0.1:{listener.getsockname()[1]}",
    }
    chosen = {name: os.environ.get(name) or value for name, value in defaults.items()}
    return {
        **chosen,
        "RIA_ENV": "demo",
        "RIA_DATA_DIR": str(data_dir),
        "RIA_FAKE_NOW_FILE": str(fake_now_file(data_dir)),
    }


def _own_servers(data_dir: Path, listener: socket.socket) -> frozenset[str]:
    """The variables that point to the demonstration's own servers, not to the user's."""
    own = {
        "RIA_REDIS_URL": f"redis+socket://{redis.socket_path(data_dir)}",
        "RIA_SMTP_URL": f"smtp://127.0.0.1:{listener.getsockname()[1]}",
    }
    return frozenset(name for name, url in own.items() if os.environ[name] == url)


def _keep_settings(data_dir: Path, listener: socket.socket) -> None:
    """Leave the settings where the other commands find them."""
    variables = {name: os.environ[name] for name in variable_names() if os.environ.get(name)}
    variables["RIA_SECRET_KEY"] = load_settings().secret
    settings_file.write(
        settings_file.DemoSettings(data_dir, variables, _own_servers(data_dir, listener))
    )


def _start_servers(children: Children, data_dir: Path, listener: socket.socket) -> None:
    """Start Redis and the mail sink, unless the user has their own."""
    own = _own_servers(data_dir, listener)
    if "RIA_REDIS_URL" in own:
        socket_path = redis.socket_path(data_dir)
        children.start(Recipe("redis", redis.arguments(redis.find_server(), socket_path)))
    if "RIA_SMTP_URL" in own:
        number = listener.fileno()
        arguments = ["-m", "ria.demo.service.sink", str(number), str(data_dir / "mail")]
        children.start(python("mail", *arguments, pass_fds=[number]))


def _start_ria(children: Children, port: int) -> None:
    children.start(python("web", "-m", "ria", "serve", "--port", str(port), "--workers", "1"))
    children.start(python("worker", *WORKER, "--concurrency", "1", orphaned_by=signal.SIGQUIT))
    children.start(python("beat", *BEAT))


def _wait_for_web(port: int, children: Children, stop: threading.Event) -> bool:
    """Wait until the web application answers; False if stopped. Raises `ChildError`."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        children.keep_running()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return True
        except OSError:
            if stop.wait(0.05):
                return False
    raise ChildError(f"the web did not answer within {START_SECONDS:g} seconds")


def _welcome(port: int, data_dir: Path) -> str:
    width = max(len(account.email) for account in ACCOUNTS)
    accounts = "\n".join(f"  {account.email:{width}}  {account.name}" for account in ACCOUNTS)
    return (
        f"\nRIA runs at http://127.0.0.1:{port}\n\n"
        f"Sign in with any of these accounts and the password {PASSWORD}:\n\n{accounts}\n\n"
        f"Data: {data_dir}. The administrator reads the mails under Mails.\n"
        f"Move the time from another shell: ria demo --advance 90d\n"
        f"Stop with Ctrl-C.\n"
    )
