"""The administrator's pages, and the way in by a link: everything over HTTP."""

from __future__ import annotations

import re

import pytest

from ria.models import Committee, Message, Unit, User
from ria.notify.delivery.prepare import prepare
from tests.ria.web.client import PASSWORD
from tests.ria.web.conftest import email_of
from workflows.roles import Role

GOOD = "brisk olive carpet"


@pytest.fixture
def admin(site):
    """The administrator's browser."""
    return site.visitor("admin", "10.0.0.9")


def errors(visitor):
    """The error summary: the inputs linked to, with the messages."""
    return {a["href"][1:]: a.text for a in visitor.page.select(".govuk-error-summary a")}


def link_in_newest_mail(site):
    """The path of the link in the mail that was written last, as it is sent."""
    newest = site.world.all(Message)[-1]
    text = prepare(site.world.store, newest.id).mime_message.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/\S+)", text)[1]


def user(site, ref):
    """An account's row."""
    return next(u for u in site.world.all(User) if u.ref == ref)


class TestTheWayIn:
    def test_somebody_is_invited_chooses_a_password_and_signs_in(self, site_on_both):
        site = site_on_both
        admin = site.visitor("admin")
        admin.get("/accounts/new")
        admin.submit({"name": "New Person", "email": "new@police.example",
                      "roles": ["developer", "chair"], "chair_of": ["n1", "n2"]})  # fmt: skip
        admin.follow()
        assert "Not chosen yet" in admin.text() and "Committee chair, Operations" in admin.text()
        link = link_in_newest_mail(site)
        visitor = site.visitor(address="10.0.0.2")
        visitor.get(link)
        visitor.get(link)
        visitor.submit({"password": GOOD, "again": GOOD})
        visitor.follow()
        visitor.sign_in("new@police.example", GOOD)
        site.visitor(address="10.0.0.3").get(link, 410)
        assert site.world.faults() == []

    @pytest.mark.parametrize(
        ("typed", "again", "field"),
        [
            ("short", "short", "password"),
            ("Password1234!", "Password1234!", "password"),
            ("new-person-new-person", "new-person-new-person", "password"),
            (GOOD, GOOD + "x", "again"),
            ("x" * 2_000, "x" * 2_000, "password"),
        ],
    )
    def test_a_password_that_will_not_do_is_refused_at_its_field(
        self, site, admin, typed, again, field
    ):
        admin.get("/accounts/new")
        admin.submit({"name": "New Person", "email": "new@police.example"})
        visitor = site.visitor(address="10.0.0.2")
        visitor.get(link_in_newest_mail(site))
        visitor.submit({"password": typed, "again": again}, status=422)
        assert set(errors(visitor)) == {field}
        assert typed not in visitor.response.text
        assert user(site, "U14").password is None

    def test_no_password_is_ever_shown_again(self, site):
        """A post without a good token begins anew; its fields travel through no page."""
        visitor = site.visitor()
        for path in ("/welcome/x", "/forgotten-password"):
            visitor.post(path, {"password": GOOD, "email": "a@b.example"}, status=303)
            assert visitor.response.headers["Location"] == path
            assert GOOD not in visitor.response.text

    def test_fields_for_passwords_can_be_filled_by_a_manager(self, site, admin):
        admin.get("/accounts/new")
        admin.submit({"name": "New Person", "email": "new@police.example"})
        visitor = site.visitor(address="10.0.0.2")
        visitor.get(link_in_newest_mail(site))
        for name in ("password", "again"):
            field = visitor.page.find(id=name)
            assert field["autocomplete"] == "new-password" and field["type"] == "password"
            assert not field.has_attr("maxlength") and not field.has_attr("onpaste")

    def test_a_link_that_never_was_one_looks_like_a_used_one(self, site):
        visitor = site.visitor()
        for link in ("/welcome/x", "/welcome/WyJVMSIsMTc5OTk5OTk5OV0.x", "/welcome/%C3%A9"):
            visitor.get(link, 410)
            assert "does not work any more" in visitor.text()


class TestForgotten:
    def ask(self, site, email, address="127.0.0.1", status=200):
        visitor = site.visitor(address=address)
        visitor.get("/forgotten-password")
        visitor.submit({"email": email}, status=status)
        return visitor

    def test_a_new_password_ends_the_sessions_with_the_old_one(self, site):
        author = site.visitor("author", "10.0.0.2")
        self.ask(site, email_of("author"))
        link = link_in_newest_mail(site)
        visitor = site.visitor(address="10.0.0.3")
        visitor.get(link)
        visitor.submit({"password": GOOD, "again": GOOD})
        author.get("/work", 302)
        author.try_to_sign_in(email_of("author"), PASSWORD)
        author.sign_in(email_of("author"), GOOD)

    def test_known_and_unknown_get_the_same_answer_after_the_same_time(self, site, monkeypatch):
        slept = []
        monkeypatch.setattr("ria.web.accounts.passwords.time.sleep", slept.append)
        monkeypatch.setattr("ria.web.accounts.passwords.ANSWER_SECONDS", 60.0)
        texts = {self.ask(site, email).response.text.split("csrf")[0]
                 for email in (email_of("author"), "nobody@police.example")}  # fmt: skip
        assert len(texts) == 1
        assert len(slept) == 2 and all(30 < seconds < 60 for seconds in slept)
        assert len(site.world.all(Message)) == 1

    def test_the_fourth_mail_of_an_hour_is_not_sent_and_nobody_can_tell(self, site):
        pages = {self.ask(site, email_of("author"), f"10.0.1.{n}").text() for n in range(5)}
        assert len(pages) == 1 and len(site.world.all(Message)) == 3

    def test_asking_has_a_brake_of_its_own(self, site):
        for number in range(10):
            self.ask(site, email_of("author"), f"10.0.2.{number}")
        self.ask(site, email_of("author"), "10.0.3.1", status=429)
        site.visitor(address="10.0.3.2").sign_in(email_of("author"))
        for number in range(10):
            self.ask(site, f"x{number}@police.example", "10.0.4.1")
        self.ask(site, "y@police.example", "10.0.4.1", status=429)

    @pytest.mark.parametrize("email", ["", "nobody", "\x00"])
    def test_what_is_no_address_is_said(self, site, email):
        assert set(errors(self.ask(site, email, status=422))) == {"email"}

    def test_the_sign_in_page_leads_there(self, site):
        visitor = site.visitor()
        visitor.get("/sign-in")
        assert visitor.page.find("a", href="/forgotten-password")


class TestAccounts:
    def test_the_list_is_searched_and_filtered(self, site, admin):
        admin.get("/accounts")
        names = [row.th.a.text for row in admin.page.select("tbody tr")]
        assert names == sorted(names) and len(names) == 13
        admin.get("/accounts", query_string={"words": "SECRET"})
        assert [row.th.a.text for row in admin.page.select("tbody tr")] == ["Secretary"]
        admin.get("/accounts", query_string={"role": "chair"})
        assert len(admin.page.select("tbody tr")) == 2
        admin.get("/accounts", query_string={"state": "closed"})
        assert "No account matches this" in admin.text()

    def test_a_long_list_is_read_a_page_at_a_time(self, site, admin, monkeypatch):
        monkeypatch.setattr("ria.queries.kit.keyset.nearest.__defaults__", (None, 5))
        monkeypatch.setattr("ria.queries.kit.paging.sliced.__defaults__", (5,))
        seen, here = [], "/accounts"
        while here:
            admin.get(here)
            seen += [row.th.a.text for row in admin.page.select("tbody tr")]
            following = admin.page.find("a", rel="next")
            here = following and following["href"]
        assert len(seen) == len(set(seen)) == 13
        admin.get(admin.page.find("a", rel="prev")["href"])
        assert [row.th.a.text for row in admin.page.select("tbody tr")] == seen[5:10]

    def test_roles_and_training_are_changed(self, site, admin):
        ref = site.world.refs["colleague"]
        admin.get(f"/accounts/{ref}/edit")
        assert admin.page.find("input", {"name": "roles", "checked": True})["value"] == "developer"
        admin.submit({"roles": ["unit_head"], "head_of": ["n1"], "trained_until-day": "",
                      "trained_until-month": "", "trained_until-year": ""})  # fmt: skip
        admin.follow()
        assert "Unit head, Policy Unit" in admin.text() and "Not trained" in admin.text()

    def test_a_head_without_a_unit_is_refused_at_the_question(self, site, admin):
        ref = site.world.refs["colleague"]
        admin.get(f"/accounts/{ref}/edit")
        admin.submit({"roles": ["unit_head", "chair"]}, status=422)
        assert set(errors(admin)) == {"head_of", "chair_of"}
        admin.submit({"roles": ["developer"], "email": email_of("author")}, status=422)
        assert set(errors(admin)) == {"email"}

    def test_two_administrators_lose_nothing(self, site, admin):
        ref = site.world.refs["colleague"]
        other = site.visitor("admin", "10.0.0.8")
        admin.get(f"/accounts/{ref}/edit")
        other.get(f"/accounts/{ref}/edit")
        other.submit({"roles": ["adviser"]})
        admin.submit({"name": "Renamed"}, status=409)
        assert "Stored now" in admin.text() and "Equality adviser" in admin.text()
        assert admin.page.find(id="name")["value"] == "Renamed"
        admin.submit({"roles": ["adviser"]})
        assert user(site, ref).name == "Renamed"

    def test_the_last_administrator_is_told(self, site, admin):
        admin.get(f"/accounts/{site.world.refs['admin']}/edit")
        admin.submit({"roles": ["developer"]}, status=422)
        assert "roles" in errors(admin)
        admin.get(f"/accounts/{site.world.refs['admin']}/close")
        admin.submit(status=422)
        assert "to somebody else first" in admin.page.select_one(".govuk-error-summary").text

    def test_hostile_names_stay_names(self, site, admin):
        name = "<b>{{7*7}}</b>\u202e ' OR 1=1"
        admin.get("/accounts/new")
        admin.submit({"name": name, "email": "new@police.example"})
        admin.follow()
        assert admin.page.h1.text == name
        admin.get("/accounts")
        assert name in admin.page.main.text
        prepare(site.world.store, site.world.all(Message)[-1].id)


class TestClosing:
    def test_everything_held_is_listed_and_handed_over(self, site, admin):
        world = site.world
        edition = world.register(title="Use of dogs")
        ref = world.refs["author"]
        admin.get(f"/accounts/{ref}/close")
        assert "Use of dogs" in admin.text()
        admin.submit(status=422)
        [field] = errors(admin)
        admin.submit({field: f"n{world.ids['deputy']}"})
        admin.follow()
        assert "Closed" in admin.text()
        policy = world.policy(edition)
        assert policy.owner_id == world.ids["deputy"] and policy.deputy_id is None
        site.visitor().try_to_sign_in(email_of("author"), PASSWORD)
        admin.submit(action=f"/accounts/{ref}/open")
        site.visitor(address="10.0.0.3").sign_in(email_of("author"))

    def test_a_deputy_may_be_nobody(self, site, admin):
        world = site.world
        edition = world.register()
        admin.get(f"/accounts/{world.refs['deputy']}/close")
        [field] = [s["name"] for s in admin.page.main.select("select")]
        admin.submit({field: "nobody"})
        assert world.policy(edition).deputy_id is None

    def test_what_comes_in_between_is_asked_for(self, site, admin):
        world = site.world
        admin.get(f"/accounts/{world.refs['colleague']}/close")
        world.register(owner_id=world.ids["colleague"], title="In between")
        admin.submit(status=422)
        assert "In between" in admin.text()
        assert user(site, world.refs["colleague"]).active


DAYS = {"away_from-day": "1", "away_from-month": "12", "away_from-year": "2026",
        "away_until-day": "9", "away_until-month": "12", "away_until-year": "2026"}  # fmt: skip


class TestAway:
    def test_one_says_it_oneself(self, site):
        author = site.visitor("author")
        author.get("/away")
        author.submit({**DAYS, "stand_in": site.world.refs["deputy"]}, action="/away")
        author.follow()
        assert "Away from 1 December 2026 to 9 December 2026" in author.text()
        author.submit(action="/away/end")
        author.follow()
        assert "Away from" not in author.text()

    def test_what_is_wrong_is_said_at_its_field(self, site):
        author = site.visitor("author")
        author.get("/away")
        author.submit({**DAYS, "away_until-month": "11"}, action="/away", status=422)
        assert set(errors(author)) == {"stand_in"}
        chosen = {**DAYS, "away_until-month": "11", "stand_in": site.world.refs["deputy"]}
        author.submit(chosen, action="/away", status=422)
        assert set(errors(author)) == {"away_until-day"}
        own = {**DAYS, "stand_in": site.world.refs["author"]}
        author.submit(own, action="/away", status=422)
        assert set(errors(author)) == {"stand_in"}

    def test_the_administrator_says_it_for_somebody(self, site, admin):
        ref = site.world.refs["author"]
        address = f"/accounts/{ref}/away"
        admin.get(address)
        admin.submit({**DAYS, "stand_in": site.world.refs["deputy"]}, action=address)
        admin.get(f"/accounts/{ref}")
        assert "Deputy stands in" in admin.text()
        site.visitor("deputy", "10.0.0.2").get(address, 403)


class TestPlaces:
    def test_a_unit_is_added_and_renamed(self, site, admin):
        admin.get("/units/new")
        admin.submit({"name": " "}, status=422)
        admin.submit({"name": "Custody"})
        admin.follow()
        assert "Custody" in admin.text()
        admin.get("/units/2")
        admin.submit({"name": "policy unit"}, status=422)
        assert set(errors(admin)) == {"name"}
        admin.submit({"name": "Custody Services"})
        assert {u.name for u in site.world.all(Unit)} == {"Policy Unit", "Custody Services"}

    def test_a_committee_has_a_remit_and_two_lose_nothing(self, site, admin):
        other = site.visitor("admin", "10.0.0.8")
        admin.get("/committees/1")
        other.get("/committees/1")
        other.submit({"remit": "Stops"})
        admin.submit({"name": "Operations and Crime"}, status=409)
        assert admin.page.find(id="name")["value"] == "Operations and Crime"
        admin.submit({"remit": "Stops and crime"})
        first = site.world.all(Committee)[0]
        assert (first.name, first.remit) == ("Operations and Crime", "Stops and crime")


@pytest.mark.parametrize("who", [n for n in ("author", "head", "strategy", "legal", "scrutiny")])
@pytest.mark.parametrize(
    "path", ["/accounts", "/accounts/new", "/accounts/U1", "/units", "/committees/1"]
)
def test_it_is_for_administrators_alone(site, who, path):
    site.visitor(who).get(path, 403)


def test_every_role_can_be_given(site, admin):
    admin.get("/accounts/new")
    offered = {box["value"] for box in admin.page.find_all("input", {"name": "roles"})}
    assert offered == {role.value for role in Role}
