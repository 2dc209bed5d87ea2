"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ria.db.migrate import SchemaError, check
from ria.models import Run
from ria.permissions.map import Permission
from ria.queries.kit.heartbeat import pulse
from ria.queries.mail.mails import oldest_waiting
from ria.web.request.access import requires
from ria.web.request.logging import LOG
from ria.web.request.session import read_session, the_store

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@requires(Permission.PUBLIC)
def healthz() -> Response:
    """The process lives."""
    return jsonify(status="ok")


@pages.get("/readyz")
@requires(Permission.PUBLIC)
def readyz() -> tuple[Response, int]:
    """503 without a usable database; 200 and `degraded` while nobody ticks or delivers, which only
    delays mail and what falls due."""
    store = the_store()
    try:
        check(store.engine)
    except SchemaError as error:
        LOG.error("not ready: %s", error)
        return jsonify(status="unavailable", database="unavailable"), 503
    late = pulse(read_session()).late
    oldest = oldest_waiting(read_session())
    age = None if oldest is None else max(0, int((store.clock.now() - oldest).total_seconds()))
    return jsonify(
        status="degraded" if late else "ready",
        database="ok",
        **{run.value: "late" if run in late else "ok" for run in Run},
        outbox_oldest_seconds=age,
    ), 200
