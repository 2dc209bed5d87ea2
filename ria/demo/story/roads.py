"""The roads of the demonstration's policies, from `roads.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from forms.questions.source import read
from ria.demo.story import contributions, steps
from ria.demo.story.life import Life

ROADS = Path(__file__).parent / "roads.yaml"


class Step(NamedTuple):
    """A step that is taken a number of days after the one before."""

    wait: int
    do: Callable[[Life], None]


def road(name: str) -> tuple[Step, ...]:
    """The road of this name. KeyError for an unknown road, AttributeError for an unknown step."""
    return tuple(_steps(name))


def _steps(name: str) -> Iterator[Step]:
    for part in _roads()[name]:
        if isinstance(part, str):
            yield from _steps(part)
        else:
            given = {key: value for key, value in part.items() if key not in {"after", "do"}}
            place = steps if hasattr(steps, part["do"]) else contributions
            yield Step(part["after"], partial(getattr(place, part["do"]), **given))


@cache
def _roads() -> dict[str, list[Any]]:
    return read(ROADS)
