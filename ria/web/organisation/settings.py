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
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import posted_seen, sender
from ria.web.kit.pages import go_to
from ria.web.request.access import requires
from ria.web.request.session import read_session, write_store

pages = Blueprint("settings", __name__)


@form_page(pages, "/settings", Permission.SETTINGS_CHANGE)
def change() -> FormPage:
    """Every setting with its effect, its default and its present value, to be changed. Nobody's
    changes are overwritten unseen.
    """
    values = setting_values(read_session())
    form = settings_form(SETTINGS, values)()
    return FormPage(
        "pages/organisation/settings/settings.html",
        form,
        lambda: _change(_given(form)),
        lambda: {
            "groups": _groups(),
            "differing": [
                (setting, values[setting.id])
                for setting in SETTINGS
                if values[setting.id] != setting.default
            ],
        },
        seen=lambda: {"seen": settings_state(values)},
        shows=(Invalid, Stale),
        advice="What differs from the defaults is now below.",
    )


@pages.post("/settings/<setting_id>/reset")
@requires(Permission.SETTINGS_CHANGE)
def reset(setting_id: str) -> Response:
    """Reset one setting to its default."""
    setting = BY_ID.get(setting_id)
    if setting is None:
        raise NotFound
    done = _change({setting_id: setting.default})
    flash(done.notice, done.category)
    return go_to(done.address)


def _change(given: Mapping[str, JsonValue]) -> Done:
    changed = change_settings(write_store(), given=given, seen=posted_seen(), **sender())
    if not changed:
        return Done("/settings", "Nothing was changed.", "info")
    labels = "; ".join(BY_ID[name].label for name in changed)
    return Done("/settings", f"Changed: {labels}.")


def _given(filled: PageForm) -> dict[str, JsonValue]:
    """The typed values; a list in which nothing was ticked is an empty list."""
    given = filled.given
    return {setting.id: given.get(setting.id, _nothing(setting)) for setting in SETTINGS}


def _nothing(setting: HouseSetting) -> JsonValue:
    return [] if isinstance(setting.default, list) else None


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for setting in SETTINGS:
        groups.setdefault(setting.group, []).append(setting.id)
    return groups
