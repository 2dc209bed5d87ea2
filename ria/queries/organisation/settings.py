"""The organisation's own settings, as the rest of the product reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from pydantic import JsonValue
from sqlmodel import Session, select

from ria.history.canonical import canonical, digest
from ria.models import Setting
from ria.queries.organisation.setting_catalogue import BY_ID, SETTINGS
from workflows.levels import Level

_KEPT = "house_settings"


@dataclass(frozen=True)
class HouseSettings:
    """Every setting with its present value, typed."""

    training_rule: Literal["warn", "block"]
    second_signature_by: Literal["trained", "adviser"]
    committee_levels: frozenset[Level]
    screening_days: int
    assessment_days: Mapping[Level, int]
    consultation_days: Mapping[Level, int]
    approval_working_days: int
    holidays: str
    review_months: Mapping[Level, int]
    go_live: date | None
    most_mails: int
    longest_pause_days: int
    named_in_public: bool


def current_settings(session: Session) -> HouseSettings:
    """Return the settings, read once per session (and so once per request and per command)."""
    found = session.info.get(_KEPT)
    if found is None:
        found = session.info[_KEPT] = _typed(setting_values(session))
    return cast(HouseSettings, found)


def setting_values(session: Session) -> dict[str, JsonValue]:
    """Every setting's value by its id. A stored value no longer allowed counts as unset."""
    stored = {row.name: json.loads(row.value) for row in session.exec(select(Setting))}
    return {
        setting.id: stored[setting.id]
        if setting.id in stored and setting.accepts(stored[setting.id])
        else setting.default
        for setting in SETTINGS
    }


def settings_state(values: Mapping[str, JsonValue]) -> str:
    """Return the hash of all values, for detecting edits made since a page was shown."""
    return digest(canonical(dict(values)))


def forget_settings(session: Session) -> None:
    """Drop the cached settings of this session, because they were changed in it."""
    session.info.pop(_KEPT, None)


def _typed(values: Mapping[str, JsonValue]) -> HouseSettings:
    def number(name: str) -> int:
        return int(str(values[name]))

    def by_level(prefix: str) -> dict[Level, int]:
        levels = (level for level in Level if f"{prefix}_{level}" in BY_ID)
        return {level: number(f"{prefix}_{level}") for level in levels}

    return HouseSettings(
        training_rule=cast(Literal["warn", "block"], values["training_rule"]),
        second_signature_by=cast(Literal["trained", "adviser"], values["second_signature_by"]),
        committee_levels=frozenset(
            Level(level) for level in cast(list[str], values["committee_levels"])
        ),
        screening_days=number("screening_days"),
        assessment_days=by_level("assessment_days"),
        consultation_days=by_level("consultation_days"),
        approval_working_days=number("approval_working_days"),
        holidays=str(values["holidays"]),
        review_months=by_level("review_months"),
        go_live=date.fromisoformat(str(values["go_live"])) if values["go_live"] else None,
        most_mails=number("most_mails"),
        longest_pause_days=number("longest_pause_days"),
        named_in_public=values["named_in_public"] == "yes",
    )
