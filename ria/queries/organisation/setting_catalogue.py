"""Everything an organisation can set for itself: label, effect and limits of each setting.

A new setting needs an entry in `settings.yaml`, a field of `HouseSettings` in
`ria.queries.organisation.settings`, a line in `docs/reference/settings.md`, and the code that
applies it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import JsonValue

from forms.answers.display import day_in_words
from forms.questions.source import read
from workflows.ladder import APPROVAL_WORKING_DAYS
from workflows.review_cycle import (
    ASSESSMENT_DAYS,
    CONSULTATION_DAYS,
    DEFAULT_INTERVALS,
    SCREENING_DAYS,
)


@dataclass(frozen=True)
class HouseSetting:
    """One setting. With `options`, one of them is chosen (several if the default is a list). With
    `is_day`, it is an ISO date or none. Otherwise it is a whole number from `least` to `most`.
    """

    id: str
    group: str
    label: str
    effect: str
    default: JsonValue
    options: tuple[tuple[str, str], ...] = ()
    least: int = 1
    most: int = 365
    is_day: bool = False

    def accepts(self, value: JsonValue) -> bool:
        """Whether this value is allowed."""
        offered = [option for option, _ in self.options]
        if isinstance(self.default, list):
            given = value if isinstance(value, list) else [None]
            return given == [option for option in offered if option in given]
        if self.options:
            return value in offered
        if self.is_day:
            return value is None or _is_iso_day(value)
        return type(value) is int and self.least <= value <= self.most

    def in_words(self, value: JsonValue) -> str:
        """Format a value for a page."""
        labels = dict(self.options)
        if self.is_day:
            return "None" if value is None else day_in_words(date.fromisoformat(str(value)))
        if isinstance(value, list):
            return ", ".join(labels[str(each)] for each in value) or "None"
        return labels.get(str(value), str(value))


def _is_iso_day(value: JsonValue) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


_DEFAULTS: Mapping[str, int] = {
    "screening_days": SCREENING_DAYS,
    "approval_working_days": APPROVAL_WORKING_DAYS,
    **{f"assessment_days_{level}": days for level, days in ASSESSMENT_DAYS.items()},
    **{f"consultation_days_{level}": days for level, days in CONSULTATION_DAYS.items()},
    **{f"review_months_{level}": months for level, months in DEFAULT_INTERVALS.items()},
}
"""What the process lays down, as long as nothing else is set."""


def _settings() -> Iterator[HouseSetting]:
    for group, settings in read(Path(__file__).with_name("settings.yaml")).items():
        for key, told in settings.items():
            rest = {**told, "options": tuple(told.get("options", {}).items())}
            labels = rest.pop("labels", None) or {"": rest.pop("label")}
            for level, label in labels.items():
                id = f"{key}_{level}" if level else key
                default = rest.get("default", _DEFAULTS.get(id))
                default = list(default) if isinstance(default, list) else default
                yield HouseSetting(
                    **{**rest, "id": id, "group": group, "label": label, "default": default}
                )


SETTINGS = tuple(_settings())

BY_ID = {setting.id: setting for setting in SETTINGS}
"""Every setting by its id."""
