"""What the organisation sets: kept, bounded, on record, and obeyed."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION, unit_of_work
from ria.models import Operation, Schedule, Setting
from ria.queries.organisation.setting_catalogue import SETTINGS
from ria.queries.organisation.settings import current_settings, setting_values, settings_state
from ria.services.kit.errors import Forbidden, Invalid, Stale, Taken, Unmet
from ria.services.organisation.settings import change_settings
from tests.house.tree import ROOT
from workflows.actions import Action
from workflows.levels import Level


def values(world):
    with world.store.read_session() as session:
        return setting_values(session)


def house(world):
    with world.store.read_session() as session:
        return current_settings(session)


def change(world, given, who="admin", seen=None, token=None):
    return change_settings(
        world.store,
        actor_id=world.ids[who],
        given=given,
        seen=settings_state(values(world)) if seen is None else seen,
        token=token or world.token(),
    )


def due(world, edition, kind):
    return next(
        row.due_on
        for row in world.all(Schedule)
        if (row.target_id, row.kind) == (edition.assessment_id, kind)
    )


def test_unset_each_has_its_default(world):
    found = house(world)
    assert values(world) == {setting.id: setting.default for setting in SETTINGS}
    assert found.committee_levels == {Level.HIGH, Level.MEDIUM}
    assert found.review_months == {
        Level.HIGH: 12,
        Level.MEDIUM: 24,
        Level.LOW: 36,
        Level.NONE: 36,
    }
    assert found.consultation_days == {Level.HIGH: 84, Level.MEDIUM: 28}


def test_every_setting_takes_its_default_and_is_documented():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        assert setting.accepts(setting.default), setting.id
        assert f"`{setting.id}`" in page, setting.id
        assert setting.in_words(setting.default)


def test_only_what_differs_is_kept_and_told(world_on_both):
    world = world_on_both
    given = {"screening_days": 14, "training_rule": "warn", "committee_levels": []}
    assert change(world, given) == ("screening_days", "committee_levels")
    assert {row.name: row.value for row in world.all(Setting)} == {
        "screening_days": "14",
        "committee_levels": "[]",
    }
    assert world.last(ORGANISATION) == {
        "old": {"screening_days": 28, "committee_levels": ["high", "medium"]},
        "new": {"screening_days": 14, "committee_levels": []},
    }
    change(world, {"screening_days": 28, "committee_levels": ["high", "medium"]})
    assert world.all(Setting) == []
    assert world.faults() == []


def test_what_changes_nothing_is_no_event(world):
    assert change(world, values(world)) == ()
    assert world.kinds(ORGANISATION)[-1] != "settings_changed"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("screening_days", 0),
        ("screening_days", "28"),
        ("screening_days", True),
        ("screening_days", None),
        ("review_months_low", 37),
        ("consultation_days_high", 13),
        ("approval_working_days", 61),
        ("training_rule", "shout"),
        ("holidays", []),
        ("committee_levels", ["none"]),
        ("committee_levels", ["medium", "high"]),
        ("committee_levels", "high"),
        ("nonsense", 1),
    ],
)
def test_what_cannot_be_set_is_refused(world, name, value):
    with pytest.raises(Invalid) as refusal:
        change(world, {name: value})
    assert refusal.value.field in (name, "")
    assert world.all(Setting) == []


@pytest.mark.parametrize("who", ["author", "strategy", "adviser", "chair"])
def test_only_an_administrator_may(world, who):
    with pytest.raises(Forbidden):
        change(world, {"screening_days": 14}, who)


def test_what_was_not_seen_is_not_overwritten(world):
    seen = settings_state(values(world))
    change(world, {"screening_days": 14})
    with pytest.raises(Stale):
        change(world, {"screening_days": 21}, seen=seen)
    assert house(world).screening_days == 14


def test_a_form_counts_once(world):
    seen = settings_state(values(world))
    change(world, {"screening_days": 14}, seen=seen, token="t")
    assert change(world, {"screening_days": 14}, seen=seen, token="t") == ("screening_days",)
    with pytest.raises(Taken):
        change(world, {"screening_days": 15}, seen=seen, token="t")


def test_what_is_stored_and_no_longer_possible_counts_as_unset(world):
    with unit_of_work(world.store) as unit:
        unit.save(Setting(name="screening_days", value="0"))
        unit.save(Setting(name="of_long_ago", value='"x"'))
        unit.record(ORGANISATION, "settings_changed", "system")
    assert house(world).screening_days == 28


class TestObeyed:
    """Each setting, at the place that obeys it."""

    def test_screening_days(self, world):
        world.set(screening_days=14)
        edition = world.in_screening()
        assert due(world, edition, "screening") == dt.date(2026, 12, 7)

    def test_approval_working_days_and_whose_holidays(self, world):
        world.set(approval_working_days=5)
        world.clock.at = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
        assert due(world, world.awaiting(), "approval") == dt.date(2026, 12, 4)
        world.set(holidays="sct")
        # Saint Andrew's Day is a bank holiday in Scotland alone.
        assert due(world, world.awaiting(), "approval") == dt.date(2026, 12, 7)

    def test_assessment_days_and_the_limit_of_an_urgent_policy(self, world):
        world.set(assessment_days_medium=100)
        for reason, days in (("", 100), ("A court has ruled on it.", 56)):
            edition = world.awaiting(
                "media_policy", urgent_reason=reason, operation=Operation.OPERATING
            )
            world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
            wanted = world.clock.at.date() + dt.timedelta(days=days)
            assert due(world, edition, "assessment") == wanted

    def test_months_until_a_policy_is_screened_again(self, world):
        world.set(review_months_none=12)
        assert world.row(world.screened_out()).next_review_on == dt.date(2027, 11, 23)

    def test_the_second_signature_of_the_adviser_alone(self, world):
        world.set(second_signature_by="adviser")
        edition = world.awaiting()
        with pytest.raises(Invalid, match="Only an equality adviser"):
            world.ask(edition, "colleague")
        world.ask(edition, "adviser")
        world.sign("adviser", edition)
        world.set(second_signature_by="trained")
        world.ask(edition, "colleague")
        world.set(second_signature_by="adviser")
        with pytest.raises(Forbidden, match="Only an equality adviser"):
            world.sign("colleague", edition)

    def test_training(self, world):
        edition = world.in_screening()
        world.fill(edition)
        world.set(training_rule="block")
        world.clock.at += dt.timedelta(days=400)
        with pytest.raises(Unmet):
            world.act("author", edition, Action.SUBMIT)
        world.set(training_rule="warn")
        world.act("author", edition, Action.SUBMIT)

    def test_one_command_reads_them_once_and_the_next_anew(self, world):
        with world.store.read_session() as session:
            first = current_settings(session)
            world.set(screening_days=14)
            assert current_settings(session) is first
        assert house(world).screening_days == 14
