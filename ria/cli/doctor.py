"""`ria doctor`: one line for each thing that must be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ria.cli.kit.surroundings import surroundings

if TYPE_CHECKING:
    from ria.settings import Settings

DIST = Path(__file__).parents[1] / "web" / "static" / "dist"
TIMEOUT = 5.0

Check = Callable[["Settings"], str]


class Wrong(Exception):
    """A fault that a check found."""


class Degraded(Exception):
    """A fault that only delays mail, and so does not make the command fail."""


@click.command()
def doctor() -> None:
    """Check settings, database, question sets, worker, Redis, mail server and static files."""
    failed = False
    for name, word, detail in _findings():
        failed |= word == "FAIL"
        click.echo(f"{word:4}  {name:14}  {detail}")
    if failed:
        raise click.exceptions.Exit(1)


def _findings() -> Iterator[tuple[str, str, str]]:
    from ria.settings import SettingsError

    try:
        settings = surroundings().settings
    except SettingsError as error:
        yield "settings", "FAIL", str(error)
        return
    yield "settings", "ok", f"{settings.env.value}, data in {settings.data_dir.resolve()}"
    for name, check in _CHECKS.items():
        yield name, *_result(check, settings)


def _result(check: Check, settings: Settings) -> tuple[str, str]:
    from ria.cli.kit.plain import plain

    try:
        return "ok", check(settings)
    except Wrong as error:
        return "FAIL", str(error)
    except Degraded as error:
        return "WARN", f"degraded: {error}"
    except Exception as error:
        return "FAIL", plain(error) or f"{type(error).__name__}: {error}"


def _database(settings: Settings) -> str:
    from ria.cli.kit.opening import there_is_a_database
    from ria.db.engine import open_engine
    from ria.db.migrate import check, newest

    there_is_a_database(settings)
    engine = open_engine(settings.database)
    try:
        check(engine)
        return f"{engine.dialect.name}, schema {newest()}"
    finally:
        engine.dispose()


def _sets(settings: Settings) -> str:
    from ria.db.store import open_store
    from ria.services.assessment.set_check import check_sets_in_use

    store = open_store(settings)
    try:
        check_sets_in_use(store)
        return f"{len(store.sets.all())} question sets for {len(store.sets.frames)} frames"
    finally:
        store.close()


def _worker(settings: Settings) -> str:
    from ria.cli.kit.opening import there_is_a_database
    from ria.db.store import open_store
    from ria.queries.kit.heartbeat import pulse

    there_is_a_database(settings)
    store = open_store(settings)
    try:
        with store.read_session() as session:
            found = pulse(session)
    finally:
        store.close()
    said = ", ".join(f"{run.value} {_ago(ago)}" for run, ago in found.since.items())
    if found.late:
        raise Degraded(f"{said}; start a worker that beats, or let cron run both")
    return said


def _ago(span: timedelta | None) -> str:
    if span is None:
        return "never ran"
    seconds = max(0, int(span.total_seconds()))
    return f"ran {seconds} s ago" if seconds < 120 else f"last ran {seconds // 60} minutes ago"


def _is_running(variable: str) -> None:
    if reason := surroundings().missing_server(variable):
        raise Wrong(reason)


def _redis(settings: Settings) -> str:
    from redis.exceptions import RedisError

    _is_running("RIA_REDIS_URL")
    if not settings.redis_url:
        raise Wrong("RIA_REDIS_URL is not set; without a worker, run `ria tick && ria deliver`")
    try:
        return f"answers, version {_redis_version(settings.redis_url)}"
    except (RedisError, ValueError) as error:
        raise Wrong(str(error)) from None


def _redis_version(url: str) -> str:
    from redis import Redis

    url = url.replace("redis+socket://", "unix://", 1)
    with Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT) as client:
        return str(client.info("server")["redis_version"])


def _smtp(settings: Settings) -> str:
    from ria.notify.delivery.smtp import SmtpConnection, Unreachable, parse_smtp_url

    _is_running("RIA_SMTP_URL")
    server = parse_smtp_url(settings.smtp_url)
    try:
        with SmtpConnection(server, timeout=TIMEOUT) as post:
            post.connect()
    except Unreachable as error:
        raise Wrong(str(error)) from None
    return f"{server.host}:{server.port} answers; mail mode {settings.mail_mode}"


def _static(_settings: Settings) -> str:
    names = ["manifest.json", "ria.css", "ria.js"]
    missing = [name for name in names if not (DIST / name).is_file()]
    fonts = sorted(DIST.glob("*.woff2"))
    if missing or not fonts:
        raise Wrong(f"missing: {', '.join(missing or ['the typeface'])}; run `make setup`")
    return f"style sheet, script and {len(fonts)} files of the typeface"


_CHECKS: dict[str, Check] = {
    "database": _database,
    "question sets": _sets,
    "worker": _worker,
    "redis": _redis,
    "mail server": _smtp,
    "static files": _static,
}
