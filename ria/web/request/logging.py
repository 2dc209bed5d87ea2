"""Logging: ids and code locations, never what people typed.

An exception's message can contain a name or an answer (a database error quotes its parameters), so
the log has the exception's type and the full stack but not its message.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback

from flask import request

from ria.permissions.person import Person

LOG = logging.getLogger("ria.web")


def configure_logging() -> None:
    """Send the log to standard error: our own from `info`, that of libraries from `warning`."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("ria").setLevel(logging.INFO)


def new_reference() -> str:
    """Return a reference to quote to the administrator, short enough to be read out."""
    return secrets.token_hex(4).upper()


def log_fault(error: BaseException, reference: str, person: Person | None) -> None:
    """Log a fault in full: its location, the person affected (by reference) and the stack."""
    LOG.error("fault %s %s %s\n%s", reference, _where(), _who(person), stack_of(error))


def log_refusal(what: str, person: Person | None = None) -> None:
    """Log a refusal that ordinary use does not cause."""
    LOG.warning("%s %s %s", what, _where(), _who(person))


def stack_of(error: BaseException) -> str:
    """Return the types and locations of an exception and its causes, without their messages."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"    {frame.filename}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _where() -> str:
    return f"{request.method} {request.endpoint or 'no-route'}"


def _who(person: Person | None) -> str:
    return person.ref if person else "public"
