"""Map exceptions to pages. Only this module decides which refusal gives which page."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from ria.services.kit.errors import Forbidden, Invalid, NotFound, Refused, Stale, Taken, Unmet
from ria.web.config import LARGEST_REQUEST
from ria.web.kit.pages import render
from ria.web.request.access import known_person
from ria.web.request.logging import log_fault, log_refusal, new_reference

STATUS: tuple[tuple[type[Refused], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Stale, 409),
    (Taken, 409),
    (Unmet, 422),
    (Invalid, 422),
    (Refused, 422),
)
PAGES = frozenset({403, 404, 405, 409, 413, 422, 429, 500, 503})
UNREADABLE = 422
BUSY = ("locked", "busy", "full", "connection", "server closed", "too many clients", "timeout")


def set_up_refusals(app: Flask) -> None:
    """Register the page of every exception."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Unmet, _not_yet)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _fault)


def error_page(status: int, **context: Any) -> Response:
    """Render the page of a status, for the person if already known."""
    name = status if status in PAGES else UNREADABLE
    details = {"reason": "", "reference": "", "limit": "", "wait": "", "again": ""}
    return render(f"errors/{name}.html", status, known_person(), **details | context)


def status_of(error: Refused) -> int:
    """The HTTP status of a command's refusal."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _refused(error: Refused) -> Response:
    again = request.path if request.method == "GET" else ""
    return error_page(status_of(error), reason=error.message, again=again)


def _not_yet(error: Unmet) -> Response:
    template = "pages/edge/again/not_yet.html"
    person = known_person()
    return render(template, 422, person, message=error.message, reasons=error.reasons)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    limit = f"{LARGEST_REQUEST // 1024 // 1024} MB"
    response = error_page(status, limit=limit)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _busy(_error: BaseException) -> Response:
    log_refusal("database busy or away", known_person())
    response = error_page(503)
    response.headers["Retry-After"] = "10"
    return response


def _database(error: DBAPIError) -> Response:
    reason = str(error.orig).lower()
    away = error.connection_invalidated or any(word in reason for word in BUSY)
    return _busy(error) if isinstance(error, OperationalError) and away else _fault(error)


def _fault(error: Exception) -> Response:
    reference = new_reference()
    log_fault(error, reference, known_person())
    return error_page(500, reference=reference)
