"""The settings of a demonstration, stored with its data so that commands can find them.

The file holds variables as the environment would, and only its owner can read it. Paths inside the
data directory are stored relative to the file, so that a copied directory is a demonstration of its
own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ria.settings import Environment, SettingsError, variable_names

NAME = "settings.json"
PATHS = {"RIA_FAKE_NOW_FILE", "RIA_SETS_DIR"}


@dataclass(frozen=True)
class DemoSettings:
    """The settings with which a demonstration was started. `own_servers` are the variables for
    servers that it starts and that end with it.
    """

    data_dir: Path
    variables: Mapping[str, str]
    own_servers: frozenset[str]


def write(kept: DemoSettings) -> None:
    """Write the file in one step, readable by this user alone."""
    variables = {name: kept.variables[name] for name in sorted(kept.variables)}
    for name in PATHS & variables.keys():
        path = Path(variables[name]).absolute()
        variables[name] = path.name if path.parent == kept.data_dir else str(path)
    variables.pop("RIA_DATA_DIR", None)
    text = json.dumps({"variables": variables, "own_servers": sorted(kept.own_servers)}, indent=2)
    partial = kept.data_dir / f"{NAME}.partial"
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
    partial.replace(kept.data_dir / NAME)


def read(folder: Path) -> DemoSettings | None:
    """The settings of the demonstration in this directory. None if there is no file, or if it is
    not this user's own: whoever could write the file would decide which database a command changes.

    Raises `SettingsError` for a file with any other contents.
    """
    file = folder.resolve() / NAME
    if not _is_ours(file):
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        variables = {str(name): str(value) for name, value in kept["variables"].items()}
        own_servers = frozenset(map(str, kept["own_servers"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError(f"{file} cannot be read: `ria demo` writes it anew") from None
    if variables.get("RIA_ENV") != Environment.DEMO or not variables.keys() <= {*variable_names()}:
        raise SettingsError(f"{file} is not the settings of a demonstration")
    variables["RIA_DATA_DIR"] = str(file.parent)
    for name in PATHS & variables.keys():
        variables[name] = str(file.parent / variables[name])
    return DemoSettings(file.parent, variables, own_servers)


def _is_ours(file: Path) -> bool:
    try:
        found = file.stat()
    except OSError:
        return False
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022
