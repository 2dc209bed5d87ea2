"""Registering a policy: its entry, its text, edition 1, and every refusal at its field."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from ria.history import UnitOfWork
from ria.models import Assessment, Policy, PolicyText, Schedule, StoredFile
from ria.services.accounts.accounts import set_active
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Forbidden, Invalid, Refused, Taken
from ria.services.register.register import register_policy
from workflows.stages import Stage


def test_a_policy_enters_the_register_with_edition_1(world):
    edition = world.register(title="Patching of servers", planned_start_on=date(2027, 1, 4))
    policy, assessment = world.policy(edition), world.row(edition)
    assert (policy.reference, policy.title) == ("P0001", "Patching of servers")
    assert (assessment.edition, assessment.stage) == (1, Stage.REGISTERED)
    assert (assessment.is_open, assessment.is_current) == (True, False)
    assert assessment.due_on == date(2026, 12, 21)
    (schedule,) = world.all(Schedule)
    assert (schedule.kind, schedule.due_on) == ("screening", date(2026, 12, 21))
    assert world.kinds("P0001") == ["policy_registered", "edition_opened"]


def test_references_are_given_out_in_order_and_past_typed_ones(world):
    assert world.register().reference == "P0001"
    assert world.register(reference="p0002").reference == "p0002"
    assert world.register().reference == "P0003"


@pytest.mark.parametrize("reference", ["HR.7_2-b", "a", "A" * 40])
def test_a_reference_may_be_typed(world, reference):
    assert world.register(reference=reference).reference == reference


@pytest.mark.parametrize(
    "reference", ["-a", "a-", "a b", "a/b", "é", "A" * 41, "a\n", "..", " ", "new", "New"]
)
def test_a_reference_that_cannot_stand_in_an_address_is_refused(world, reference):
    with pytest.raises(Invalid) as refusal:
        world.register(reference=reference)
    assert refusal.value.field == "reference"


def test_a_taken_reference_is_refused_in_whatever_case(world):
    world.register(reference="HR-7")
    with pytest.raises(Invalid, match="already has this reference") as refusal:
        world.register(reference="hr-7")
    assert refusal.value.field == "reference"


def test_eight_at_once_with_one_reference_give_one_policy_and_seven_refusals(world_on_both):
    world = world_on_both
    spellings = ["HR-7", "hr-7", "Hr-7", "hR-7"] * 2

    def register(reference: str) -> str:
        given = world.registration(reference=reference)
        try:
            return register_policy(
                world.store, actor_id=world.ids["author"], given=given, token=world.token()
            )
        except Invalid as refusal:
            return refusal.field

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(register, spellings))
    assert outcomes.count("reference") == 7
    assert len(world.all(Policy)) == len(world.all(Assessment)) == 1
    assert world.faults() == []


def test_eight_at_once_without_a_reference_get_eight(world_on_both):
    world = world_on_both
    with ThreadPoolExecutor(8) as pool:
        editions = list(pool.map(lambda _: world.register(), range(8)))
    assert sorted(e.reference for e in editions) == [f"P000{n}" for n in range(1, 9)]


@pytest.mark.parametrize("who", ["author", "head", "strategy"])
def test_who_may_register(world, who):
    assert world.register(who).reference == "P0001"


@pytest.mark.parametrize("who", ["adviser", "legal", "chair", "secretary", "scrutiny", "admin"])
def test_who_may_not(world, who):
    with pytest.raises(Forbidden):
        world.register(who)
    assert world.all(Policy) == []


def test_nobody_registers_with_a_closed_account(world):
    set_active(world.store, world.refs["author"], False)
    with pytest.raises(Forbidden, match="no longer active"):
        world.register(owner_id=world.ids["colleague"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("committee_id", 4711),
        ("unit_id", 4711),
        ("owner_id", 4711),
        ("deputy_id", 4711),
    ],
)
def test_what_does_not_exist_is_refused_at_its_field(world, field, value):
    with pytest.raises(Invalid) as refusal:
        world.register(**{field: value})
    assert refusal.value.field == field
    assert world.all(Policy) == []


def test_a_closed_account_can_own_nothing(world):
    set_active(world.store, world.refs["colleague"], False)
    with pytest.raises(Invalid, match="active account"):
        world.register(owner_id=world.ids["colleague"])


def test_the_deputy_is_somebody_else(world):
    with pytest.raises(Invalid, match="other than the owner") as refusal:
        world.register(deputy_id=world.ids["author"])
    assert refusal.value.field == "deputy_id"


def test_the_policys_text_is_kept_with_it(world, tmp_path):
    world.register(text=Upload("../Dress code.txt", b"Hats are worn outdoors."))
    (file,) = world.all(StoredFile)
    (text,) = world.all(PolicyText)
    assert (file.name, file.media_type, file.size) == ("Dress code.txt", "text/plain", 23)
    assert text.file_id == file.id
    assert (world.store.settings.files_dir / file.key).read_bytes() == b"Hats are worn outdoors."


def test_a_refused_text_leaves_neither_policy_nor_file(world):
    with pytest.raises(Invalid) as refusal:
        world.register(text=Upload("run.exe", b"MZ\x90\x00"))
    assert refusal.value.field == "text"
    assert world.all(Policy) == []
    assert not list(world.store.settings.files_dir.glob("*"))


def test_a_rollback_after_the_file_was_written_leaves_no_file(world, monkeypatch):
    def fail(*_arguments, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr("ria.services.register.register.open_edition", fail)
    with pytest.raises(ZeroDivisionError):
        world.register(text=Upload("a.txt", b"text"))
    assert world.all(StoredFile) == []
    assert list(world.store.settings.files_dir.iterdir()) == []


def test_a_failing_commit_leaves_no_file(world, monkeypatch):
    def fail(_unit):
        raise ZeroDivisionError

    monkeypatch.setattr(UnitOfWork, "finish", fail)
    with pytest.raises(ZeroDivisionError):
        world.register(text=Upload("a.txt", b"text"))
    monkeypatch.undo()
    assert world.all(Policy) == []
    assert list(world.store.settings.files_dir.iterdir()) == []


# --- Once -------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_registers_once(world):
    given = world.registration(text=Upload("a.txt", b"text"))
    sent = [
        register_policy(world.store, actor_id=world.ids["author"], given=given, token="once")
        for _ in range(2)
    ]
    assert sent == ["P0001", "P0001"]
    assert len(world.all(Policy)) == len(world.all(StoredFile)) == 1


@pytest.mark.parametrize(
    "change", [{"title": "Another"}, {"text": Upload("a.txt", b"other text")}, {"text": None}]
)
def test_the_same_number_with_other_contents_is_refused(world, change):
    usual = {"text": Upload("a.txt", b"text")}
    actor = world.ids["author"]
    first = world.registration(**usual)
    register_policy(world.store, actor_id=actor, given=first, token="once")
    with pytest.raises(Taken):
        other = world.registration(**{**usual, **change})
        register_policy(world.store, actor_id=actor, given=other, token="once")
    assert len(world.all(Policy)) == 1


def test_the_same_number_of_two_people_are_two_forms(world):
    for who in ("author", "colleague"):
        register_policy(
            world.store, actor_id=world.ids[who], given=world.registration(), token="once"
        )
    assert len(world.all(Policy)) == 2


@pytest.mark.parametrize("token", ["", "t" * 65])
def test_a_form_without_a_number_is_refused(world, token):
    with pytest.raises(Invalid, match="lost its number"):
        register_policy(
            world.store, actor_id=world.ids["author"], given=world.registration(), token=token
        )


def test_eight_clicks_at_once_have_one_effect(world_on_both):
    world = world_on_both
    given = world.registration()

    def click(_turn: int) -> str:
        try:
            return register_policy(
                world.store, actor_id=world.ids["author"], given=given, token="once"
            )
        except Refused as refusal:
            return repr(refusal)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(click, range(8))) == {"P0001"}
    assert len(world.all(Policy)) == 1
