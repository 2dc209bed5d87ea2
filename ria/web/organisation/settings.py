"""The organisation's own settings, for the administrator."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.organisation.settings import settings_form
from forms.pages.page import PageForm
from ria.permissions.map import Permission
from ria.queries.organisation.setting_catalogue import BY_ID, SETTINGS, HouseSetting
from ria.queries.organisation.settings import setting_values, settings_state
from ria.services.kit.errors import Invalid, Stale
from ria.services.organisation.settings import change_settings
from ria.web.kit.forms import as_errors, posted_seen, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("settings", __name__)


@pages.get("/settings")
@requires(Permission.SETTINGS_CHANGE)
def show() -> Response:
    """Every setting with its effect, its default and its present value."""
    values = setting_values(read_session())
    return _page(settings_form(SETTINGS, values)(), values, settings_state(values))


@pages.post("/settings")
@requires(Permission.SETTINGS_CHANGE)
def change() -> Response:
    """Save the changes. Nobody's changes are overwritten unseen."""
    values = setting_values(read_session())
    filled = settings_form(SETTINGS, values)()
    seen, status = posted_seen(), 422
    if filled.validate():
        try:
            changed = _change(_given(filled), seen)
        except Stale as refusal:
            values = setting_values(read_session())
            filled.refuse("", f"{refusal.message} What differs from the defaults is now below.")
            seen, status = settings_state(values), 409
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(_told(changed), "success" if changed else "info")
            return go_to("/settings")
    return _page(filled, values, seen, status)


@pages.post("/settings/<setting_id>/reset")
@requires(Permission.SETTINGS_CHANGE)
def reset(setting_id: str) -> Response:
    """Reset one setting to its default."""
    setting = BY_ID.get(setting_id)
    if setting is None:
        raise NotFound
    changed = _change({setting_id: setting.default}, posted_seen())
    flash(_told(changed), "success" if changed else "info")
    return go_to("/settings")


def _change(given: Mapping[str, JsonValue], seen: str) -> tuple[str, ...]:
    return change_settings(
        write_store(), actor_id=signed_in().id, given=given, seen=seen, token=posted_token()
    )


def _given(filled: PageForm) -> dict[str, JsonValue]:
    """The typed values; a list in which nothing was ticked is an empty list."""
    given = filled.given
    return {setting.id: given.get(setting.id, _nothing(setting)) for setting in SETTINGS}


def _nothing(setting: HouseSetting) -> JsonValue:
    return [] if isinstance(setting.default, list) else None


def _told(changed: tuple[str, ...]) -> str:
    if not changed:
        return "Nothing was changed."
    return f"Changed: {'; '.join(BY_ID[name].label for name in changed)}."


def _page(
    filled: PageForm, values: Mapping[str, JsonValue], seen: str, status: int = 200
) -> Response:
    groups: dict[str, list[str]] = {}
    for setting in SETTINGS:
        groups.setdefault(setting.group, []).append(setting.id)
    return page(
        "pages/organisation/settings/settings.html",
        status,
        form=filled,
        groups=groups,
        seen=seen,
        differing=[
            (setting, values[setting.id]) for setting in SETTINGS if _differs(setting, values)
        ],
        errors=as_errors(filled.problems) if status != 200 else (),
    )


def _differs(setting: HouseSetting, values: Mapping[str, JsonValue]) -> bool:
    return values[setting.id] != setting.default
