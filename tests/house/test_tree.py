"""What must not be committed."""

from __future__ import annotations

import re

from tests.house.tree import ROOT, kept_files, named

# Written in two parts, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        (
            r"registry\.np" + r"mjs\.org",
            r"pypi\.o" + r"rg",
            r"pythonho" + r"sted\.org",
            r"extra-ind" + r"ex-url",
            r"--index" + r"-url",
            r'"resolved": *"h' + r"ttp",
            r"registry *= *.?ht" + r"tp",
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(ro" + r"ot|ho" + r"me|wo" + r"rk)/[\w.]")
OTHERS_ASSETS = (".woff", ".woff2", ".ttf", ".otf", ".eot", ".min.js", ".min.css", ".map")
LARGEST = 600_000


def found(pattern):
    hits = []
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        hits += [f"{named(path)}: {match.group()}" for match in pattern.finditer(text)]
    return hits


def test_no_registry_is_named():
    assert found(REGISTRIES) == []


def test_no_path_of_a_machine_is_named():
    assert found(MACHINE_PATHS) == []


def test_no_asset_of_others_and_nothing_built_is_kept():
    kept = [named(path) for path in kept_files()]
    built = ("node_modules/", "ria/web/static/dist/", ".venv/", "dist/", "build/")
    assert [name for name in kept if name.endswith(OTHERS_ASSETS)] == []
    assert [name for name in kept if name.startswith(built)] == []
    assert "uv.lock" not in kept


def test_nothing_large_is_kept():
    sizes = {named(path): path.stat().st_size for path in kept_files()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_every_locked_package_has_a_hash():
    for name in ("requirements.lock", "requirements-dev.lock"):
        pins = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())[1:]
        assert len(pins) > 50
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_locks_name_no_host():
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert re.findall(r"\w+://\S*|index-url|find-links", (ROOT / name).read_text()) == [], name


def test_the_lock_covers_what_is_asked_for():
    """Every direct dependency is pinned: a new one needs `make lock`."""
    project = (ROOT / "pyproject.toml").read_text()
    asked = project.split("\ndependencies = [")[1].split("\n]")[0]
    names = {name.lower() for name in re.findall(r'^ *"([\w-]+)', asked, re.MULTILINE)}
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names - pinned == set()
