"""Handing over one policy, or everything somebody holds."""

from __future__ import annotations

import pytest

from ria.history import unit_of_work
from ria.models import Message, User
from ria.queries.accounts.people import person
from ria.services.accounts.accounts import set_active
from ria.services.accounts.handover import hand_over_everything
from ria.services.organisation.places import add_unit
from tests.ria.web.kit.test_query_counts import counted
from workflows.stages import Stage


@pytest.fixture
def edition(site):
    """A policy of the author's, with a deputy."""
    return site.world.in_screening(title="Media policy")


def page_of(edition):
    """The address of the page on which it is handed over."""
    return f"/policies/{edition.reference}/handover"


def told(world):
    """Who was mailed what."""
    names = {number: name for name, number in world.ids.items()}
    mails = [m for m in world.all(Message) if m.kind in ("now_yours", "no_longer_yours")]
    return {(m.kind, names[m.recipient_id], m.details["part"]) for m in mails}


def holders(world, edition):
    """Owner and deputy by name."""
    names = {number: name for name, number in world.ids.items()} | {None: None}
    policy = world.policy(edition)
    return names[policy.owner_id], names[policy.deputy_id]


def test_the_owner_hands_it_over_and_both_are_told(site, edition):
    world, owner = site.world, site.visitor("author")
    owner.get(f"/policies/{edition.reference}")
    assert page_of(edition) in [a["href"] for a in owner.page.select("main a")]
    owner.get(page_of(edition))
    sent = {**owner.filled(owner.form(page_of(edition))), "owner": world.refs["colleague"]}
    assert sent["deputy"] == [world.refs["deputy"]]
    for _ in range(2):
        owner.post(page_of(edition), sent)
        assert owner.response.headers["Location"] == f"/policies/{edition.reference}"
    assert holders(world, edition) == ("colleague", "deputy")
    assert told(world) == {
        ("now_yours", "colleague", "owner"),
        ("no_longer_yours", "author", "owner"),
    }
    event = world.last(edition.reference)
    assert (event["old"], event["new"]) == (world.refs["author"], world.refs["colleague"])
    owner.get(page_of(edition), 403)
    assert world.faults() == []


def test_a_deputy_can_be_changed_or_left_out(site, edition):
    unit = site.visitor("strategy")
    unit.get(page_of(edition))
    unit.submit({"deputy": ""}, action=page_of(edition))
    assert holders(site.world, edition) == ("author", None)
    unit.get(page_of(edition))
    unit.submit({"deputy": site.world.refs["adviser"]}, action=page_of(edition))
    assert holders(site.world, edition) == ("author", "adviser")
    assert ("no_longer_yours", "deputy", "deputy") in told(site.world)


def test_owner_and_deputy_are_two_people(site, edition):
    owner = site.visitor("author")
    owner.get(page_of(edition))
    typed = {"owner": site.world.refs["deputy"]}
    owner.submit(typed, action=page_of(edition), status=422)
    assert owner.page.select_one('.govuk-error-summary a[href="#deputy"]')
    owner.submit({"deputy": site.world.refs["author"]}, action=page_of(edition))
    assert holders(site.world, edition) == ("deputy", "author")


def test_a_change_made_meanwhile_is_not_undone(site, edition):
    owner, unit = site.visitor("author"), site.visitor("strategy")
    owner.get(page_of(edition))
    unit.get(page_of(edition))
    unit.submit({"deputy": ""}, action=page_of(edition))
    owner.submit({"owner": site.world.refs["colleague"]}, action=page_of(edition), status=409)
    assert "was changed since you opened this page" in owner.text()
    assert holders(site.world, edition) == ("author", None)
    kept = owner.filled(owner.form(page_of(edition)))
    assert kept["owner"] == [site.world.refs["colleague"]]


def test_a_unit_head_names_people_of_the_unit(site, edition):
    world, other = site.world, add_unit(site.world.store, "Custody Unit")
    move(world, "colleague", other)
    head = site.visitor("head")
    head.get(page_of(edition))
    offered = [o["value"] for o in head.page.select("select[name=owner] option")]
    assert world.refs["colleague"] not in offered and world.refs["legal"] in offered
    sent = head.filled(head.form(page_of(edition)))
    head.post(page_of(edition), {**sent, "owner": world.refs["colleague"]}, status=422)
    assert holders(world, edition) == ("author", "deputy")
    head.submit({"owner": world.refs["legal"]}, action=page_of(edition))
    assert holders(world, edition) == ("legal", "deputy")


def move(world, name, unit_id):
    """Somebody belongs to another unit."""
    with unit_of_work(world.store) as unit:
        user = unit.session.get_one(User, world.ids[name])
        user.unit_id = unit_id
        unit.save(user)
        unit.record("organisation", "account_moved", "system", account=user.ref)


@pytest.mark.parametrize(("who", "status"), [("colleague", 403), ("admin", 403), ("adviser", 403)])
def test_others_hand_nothing_over(site, edition, who, status):
    site.visitor(who).get(page_of(edition), status)


def test_a_closed_account_takes_nothing(site, edition):
    world, owner = site.world, site.visitor("author")
    owner.get(page_of(edition))
    set_active(world.store, world.refs["colleague"], False)
    typed = {"owner": world.refs["colleague"]}
    owner.submit(typed, action=page_of(edition), status=422)
    assert holders(world, edition) == ("author", "deputy")


# --- Everything -------------------------------------------------------------------------------


def hand_all(visitor, world, leaver, taker, status=303):
    """Open the page and send it."""
    visitor.get("/handover")
    typed = {"leaver": world.refs[leaver].lower(), "taker": world.refs[taker]}
    visitor.submit(typed, action="/handover", status=status)


def test_everything_goes_to_one_with_one_mail(site, edition):
    world, admin = site.world, site.visitor("admin")
    second = world.register(title="Another", owner_id=world.ids["deputy"],
                            deputy_id=world.ids["author"])  # fmt: skip
    hand_all(admin, world, "author", "colleague")
    admin.follow()
    assert "2 policies are handed over." in admin.text()
    assert holders(world, edition) == ("colleague", "deputy")
    assert holders(world, second) == ("deputy", "colleague")
    (mail,) = [m for m in world.all(Message) if m.kind == "handed_over"]
    assert mail.details["policies"] == [edition.reference, second.reference]
    assert world.faults() == []


def test_who_takes_both_parts_leaves_no_deputy(site, edition):
    world, admin = site.world, site.visitor("admin")
    hand_all(admin, world, "author", "deputy")
    assert holders(world, edition) == ("deputy", None)
    assert world.row(edition).stage is Stage.SCREENING


def test_a_unit_head_hands_over_within_the_unit(site, edition):
    world, other = site.world, add_unit(site.world.store, "Custody Unit")
    elsewhere = world.register(title="Elsewhere", unit_id=other)
    head = site.visitor("head")
    hand_all(head, world, "author", "colleague")
    assert holders(world, edition)[0] == "colleague"
    assert holders(world, elsewhere)[0] == "author"


@pytest.mark.parametrize(("leaver", "taker", "field"), [("author", "author", "taker"),
                                                        ("author", "", "taker")])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(site, edition, leaver, taker, field):
    admin = site.visitor("admin")
    admin.get("/handover")
    refs = {**site.world.refs, "": ""}
    typed = {"leaver": refs[leaver].lower(), "taker": refs[taker]}
    admin.submit(typed, action="/handover", status=422)
    assert admin.page.select_one(f'.govuk-error-summary a[href="#{field}"]')
    assert holders(site.world, edition) == ("author", "deputy")


def test_a_command_under_way_can_hand_everything_over(site, edition):
    world = site.world
    with unit_of_work(world.store) as unit:
        actor = person(unit.session, world.ids["admin"])
        found = hand_over_everything(unit, world.ids["author"], world.ids["legal"], actor)
    assert found == 1 and holders(world, edition) == ("legal", "deputy")


def test_nobody_holds_anything_is_said(site):
    admin = site.visitor("admin")
    admin.get("/handover")
    assert "Nobody holds a policy here" in admin.text()


def test_the_page_asks_as_often_for_many_policies_as_for_one(site, edition):
    admin, sent_by = site.visitor("admin"), []
    for _ in range(2):
        with counted(site) as sent:
            admin.get("/handover")
        sent_by.append(len(sent))
        for number in range(5):
            site.world.register(title=f"Policy {number}")
    assert sent_by[0] == sent_by[1] <= 6


@pytest.mark.parametrize("who", ["author", "strategy", "adviser"])
def test_only_administrators_and_heads_hand_everything_over(site, who):
    site.visitor(who).get("/handover", 403)
