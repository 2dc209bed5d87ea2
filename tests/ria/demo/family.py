"""Processes and what they have started, read from /proc."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents = {int(path.name): _parent(path) for path in PROC.glob("[0-9]*")}
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def is_alive(pid: int) -> bool:
    """Whether it still runs: a zombie does not."""
    return _stat(PROC / str(pid))[:1] not in ([], ["Z"])


def command(pid: int) -> list[str]:
    """Its command line; empty for one that is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def _parent(path: Path) -> int:
    return int([*_stat(path), "", "0"][1] or 0)


def _stat(path: Path) -> list[str]:
    """State, parent and the rest: what follows the name, which may hold anything."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
