"""Show expected errors as one clear line on standard error, not as a traceback; exit non-zero."""

from __future__ import annotations

import sys
from typing import IO, Any

import click


class Line(click.ClickException):
    """An expected error: shown as `ria: …`, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the line."""
        click.echo(f"ria: {self.format_message()}", file=file or sys.stderr)


class PlainGroup(click.Group):
    """A group that shows the expected errors of its commands as one line. An unexpected error is a
    bug and is shown in full, so that it can be reported.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            line = plain(error)
            if line is None:
                raise
            raise Line(line) from None


def plain(error: Exception) -> str | None:
    """The line for an error; None for an unexpected one."""
    from sqlalchemy.exc import DBAPIError

    from forms.questions.registry import SetError
    from ria.db.migrate import SchemaError
    from ria.demo.service.children import ChildError
    from ria.history.checkpoint import CheckpointError
    from ria.services.kit.errors import Refused
    from ria.settings import SettingsError

    foreseen = (SetError, SchemaError, CheckpointError, Refused, SettingsError, ChildError)
    if isinstance(error, DBAPIError):
        return f"the database cannot be used: {str(error.orig).strip().splitlines()[0]}"
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return str(error) if isinstance(error, foreseen) else None
