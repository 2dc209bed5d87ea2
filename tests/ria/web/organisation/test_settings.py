"""The settings page: every effect said, nothing lost, nothing overwritten unseen."""

from __future__ import annotations

import pytest

from ria.models import Setting
from ria.queries.organisation.setting_catalogue import SETTINGS


@pytest.fixture
def admin(site):
    """The administrator's browser, on the page."""
    visitor = site.visitor("admin")
    visitor.get("/settings")
    return visitor


def stored(site):
    """What is kept, by name."""
    return {row.name: row.value for row in site.world.all(Setting)}


def errors(visitor):
    """The error summary: the inputs linked to, with the messages."""
    return {a["href"][1:]: a.text for a in visitor.page.select(".govuk-error-summary a")}


def test_each_says_its_effect_and_its_default(admin):
    text = admin.text()
    for setting in SETTINGS:
        assert setting.effect in text and setting.label in text
        assert f"Default: {setting.in_words(setting.default)}." in text
    assert "Nothing does." in text


def test_a_change_is_saved_shown_and_reset(site, admin):
    admin.submit({"screening_days": "14", "committee_levels": []}, action="/settings")
    admin.follow()
    assert "Changed: Relevance at which" in admin.text()
    assert "14 instead of 28" in admin.text()
    assert "None instead of High relevance, Medium relevance" in admin.text()
    assert stored(site) == {"screening_days": "14", "committee_levels": "[]"}
    admin.submit(action="/settings/screening_days/reset")
    assert stored(site) == {"committee_levels": "[]"}
    admin.follow()
    admin.submit(action="/settings")
    admin.follow()
    assert "Nothing was changed." in admin.text()


@pytest.mark.parametrize("typed", ["0", "366", "-1", "x", "", "1.5", "9" * 30, "٣"])
def test_what_cannot_be_set_is_refused_at_its_field(site, admin, typed):
    fields = {"screening_days": typed, "approval_working_days": "7"}
    admin.submit(fields, action="/settings", status=422)
    assert set(errors(admin)) == {"screening_days"}
    assert admin.page.find(id="screening_days").get("value", "") == typed
    assert admin.page.find(id="approval_working_days")["value"] == "7"
    assert stored(site) == {}


def test_two_administrators_lose_nothing(site, admin):
    other = site.visitor("admin", "10.0.0.2")
    other.get("/settings")
    other.submit({"screening_days": "14"}, action="/settings")
    admin.submit({"approval_working_days": "7"}, action="/settings", status=409)
    assert "14 instead of 28" in admin.text()
    assert admin.page.find(id="approval_working_days")["value"] == "7"
    admin.submit({"screening_days": "14"}, action="/settings")
    assert stored(site) == {"screening_days": "14", "approval_working_days": "7"}


def test_a_reset_of_what_was_changed_meanwhile_looks_again(site, admin):
    admin.submit({"screening_days": "14"}, action="/settings")
    admin.follow()
    other = site.visitor("admin", "10.0.0.2")
    other.get("/settings")
    other.submit({"screening_days": "21"}, action="/settings")
    admin.submit(action="/settings/screening_days/reset", status=409)
    assert stored(site) == {"screening_days": "21"}


@pytest.mark.parametrize("who", ["author", "strategy", "adviser", "scrutiny"])
def test_it_is_for_administrators_alone(site, who):
    site.visitor(who).get("/settings", 403)


def test_an_unknown_setting_is_not_there(admin):
    token = admin.filled(admin.form("/settings"))["csrf_token"]
    admin.post("/settings/nonsense/reset", {"csrf_token": token}, status=404)
