"""Run every benchmark; exit 1 if a goal is missed."""

from __future__ import annotations

import sys

from benchmarks import engine, search, step, tick


def main() -> int:
    """All of them, one after the other."""
    met = [bench.run() for bench in (engine, step, search, tick)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
