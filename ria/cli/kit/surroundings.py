"""Where a command takes its settings from: its option, the environment, or a demonstration that it
finds.

A demonstration's settings only fill in variables that are not set, and are never used in
production.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ria.cli.kit.plain import Line

if TYPE_CHECKING:
    from ria.demo.service.settings_file import DemoSettings
    from ria.settings import Settings

DEMO_DIR = Path("var/demo")
_KEY = "ria.surroundings"


@dataclass
class Surroundings:
    """What one call of `ria` found. `data_dir` is the value of `--data-dir`."""

    data_dir: Path | None = None
    demo: DemoSettings | None = None
    taken: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises `SettingsError`."""
        from ria.settings import load_settings

        given: dict[str, object] = {
            name.removeprefix("RIA_").lower(): value for name, value in self.taken.items()
        }
        if self.data_dir is not None:
            given["data_dir"] = self.data_dir
        return load_settings(**given)

    def pass_on(self) -> None:
        """Pass the settings on to the processes that this one starts, or that replace it."""
        os.environ.update(self.taken)
        if self.data_dir is not None:
            os.environ["RIA_DATA_DIR"] = str(self.data_dir)

    def missing_server(self, variable: str) -> str:
        """Why the server that this variable names cannot be there: it belongs to a demonstration
        that is not running. Empty if nothing is known to be wrong.
        """
        from ria.demo.service.run import is_running

        if self.demo is None or variable not in self.demo.own_servers & self.taken.keys():
            return ""
        if is_running(self.demo.data_dir):
            return ""
        server = "mail server" if variable == "RIA_SMTP_URL" else "Redis"
        return (
            f"the demonstration in {self.demo.data_dir} is not running, and its {server} with it: "
            "start it with `ria demo`"
        )

    def require_server(self, variable: str) -> None:
        """Raise `Line` if `missing_server` gives a reason."""
        if reason := self.missing_server(variable):
            raise Line(reason)


def surroundings() -> Surroundings:
    """The surroundings of the command, looked up once. Prints which demonstration was found."""
    meta = click.get_current_context().meta
    if _KEY not in meta:
        meta[_KEY] = _look_around(meta.get(_DATA_DIR))
    found: Surroundings = meta[_KEY]
    return found


def _look_around(told: Path | None) -> Surroundings:
    set_already = {name.upper(): value for name, value in os.environ.items() if value}
    folder = _where_to_look(told, set_already)
    if folder is None:
        return Surroundings(told)
    from ria.demo.service.settings_file import read

    demo = read(folder)
    if demo is None:
        return Surroundings(told)
    click.echo(f"ria: using the demonstration in {demo.data_dir}", err=True)
    taken = {name: value for name, value in demo.variables.items() if name not in set_already}
    return Surroundings(told, demo, taken)


def _where_to_look(told: Path | None, set_already: Mapping[str, str]) -> Path | None:
    """The directory in which to look for a demonstration; None if none is wanted.

    A test environment only looks in a directory that it is given: one that happens to be in the
    working directory is not its own.
    """
    env = set_already.get("RIA_ENV")
    if env == "production" or (env is None and _is_production()):
        return None
    named = told or set_already.get("RIA_DATA_DIR")
    if named is None and env == "test":
        return None
    return Path(named or DEMO_DIR)


def _is_production() -> bool:
    """Whether the environment is complete without a demonstration, as in production."""
    from ria.settings import SettingsError, load_settings

    try:
        load_settings()
    except SettingsError:
        return False
    return True


# --- The option that every command with settings takes ------------------------------------------

_DATA_DIR = "ria.data_dir"


def _keep(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_DATA_DIR] = value.resolve()


def data_dir_option() -> click.Option:
    """The option `--data-dir`, which may come before or after the command's name."""
    return click.Option(
        ["--data-dir"],
        type=click.Path(file_okay=False, path_type=Path),
        help="Where the demonstration, or whatever else is served, keeps its data.",
        expose_value=False,
        callback=_keep,
    )


def give_data_dir(command: click.Command) -> None:
    """Add the option to a command, or to all commands of a group."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            give_data_dir(each)
    else:
        command.params.append(data_dir_option())
