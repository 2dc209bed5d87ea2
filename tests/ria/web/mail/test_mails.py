"""The administrator's page of mails."""

from __future__ import annotations

import pytest

from ria.history import SYSTEM, unit_of_work
from ria.models import Assessment, MailState, Message, Target, User, target_of
from ria.notify.mails.catalogue import CATALOGUE
from ria.outbox import enqueue
from ria.services.accounts.addresses import address_fails, use_address
from ria.services.kit import errors
from ria.services.mail.mails import retry
from ria.settings import Environment
from ria.web.mail.demo_mail import stored_mail

ARRIVED = """Message-ID: {id}\r
Subject: =?utf-8?q?Approved_=C3=A9?=\r
From: ria@localhost\r
To: author@police.example\r
Content-Type: text/plain; charset=utf-8\r
\r
Read it: http://127.0.0.1:8000/policies/P0001 and not https://evil.example/\r
<script>alert(1)</script>\r
"""


@pytest.fixture
def mails(site):
    """Three mails: one waits, one was sent, one failed. Their rows, in that order."""
    edition = site.world.register(title="Media policy", deputy_id=None)
    with unit_of_work(site.world.store) as unit:
        for state in (MailState.WAITING, MailState.SENT, MailState.FAILED):
            about = target_of(unit.session.get_one(Assessment, edition.assessment_id))
            reader = site.world.ids["author"]
            message = enqueue(unit, "approved", recipient_id=reader, about=about)
            message.state = state
            message.note = "550 no such mailbox" if state is MailState.FAILED else ""
            message.attempts = 3
            unit.save(message)
        unit.record(edition.reference, "mails_written", SYSTEM)
    return site.world.all(Message)


def states(visitor):
    return [cell.text.strip() for cell in visitor.page.select("tbody .govuk-tag")]


def test_they_are_listed_newest_first_with_what_went_wrong(site, mails):
    admin = site.visitor("admin")
    admin.get("/mails")
    assert states(admin) == ["Failed", "Sent", "Waiting"]
    assert "550 no such mailbox" in admin.text() and "Author" in admin.text()
    admin.get("/mails?state=failed")
    assert states(admin) == ["Failed"]
    admin.get("/mails?state=held")
    assert "There are no mails in this state" in admin.text()


def test_they_are_searched_by_recipient_and_policy(site, mails):
    admin = site.visitor("admin")
    for words, count in {
        "media": 3, "MEDI p0001": 3, "author": 3, "Áuthor policy": 3, "author dogs": 0,
        "strategy": 0, "%": 0, '" OR "': 0,
    }.items():  # fmt: skip
        admin.get("/mails", query_string={"words": words})
        assert len(states(admin)) == count, words
    assert "No mail matches this" in admin.text()
    admin.get("/mails?words=media&state=failed")
    assert states(admin) == ["Failed"]


def test_a_failed_one_is_tried_again_once(site, mails):
    failed = mails[2]
    admin = site.visitor("admin")
    admin.get(f"/mails/{failed.id}")
    data = admin.filled(admin.form(f"/mails/{failed.id}/retry"))
    for _ in range(2):
        admin.post(f"/mails/{failed.id}/retry", data)
    admin.follow()
    assert "Waiting" in admin.text()
    assert admin.page.find("form", action=f"/mails/{failed.id}/retry") is None
    row = site.world.all(Message)[2]
    assert (row.state, row.attempts) == (MailState.WAITING, 0)
    assert site.world.kinds("organisation").count("mail_retried") == 1
    assert site.world.faults() == []


def test_a_sent_one_is_not_sent_again(site, mails):
    assert retry(site.world.store, mails[1].id, actor_id=site.world.ids["admin"]) is False
    assert site.world.all(Message)[1].state is MailState.SENT


def test_the_command_asks_for_the_permission_too(site, mails):
    with pytest.raises(errors.Forbidden):
        retry(site.world.store, mails[2].id, actor_id=site.world.ids["strategy"])
    with pytest.raises(errors.NotFound):
        retry(site.world.store, 999, actor_id=site.world.ids["admin"])


def test_a_demonstration_shows_what_arrived(site, mails):
    folder = site.world.store.settings.data_dir / "mail"
    folder.mkdir(parents=True)
    (folder / "1.eml").write_bytes(ARRIVED.format(id="<other@localhost>").encode())
    (folder / "2.eml").write_bytes(ARRIVED.format(id=mails[1].message_id).encode())
    admin = site.visitor("admin")
    admin.get(f"/mails/{mails[1].id}")
    assert "Approved é" in admin.text() and "<script>alert(1)</script>" in admin.text()
    links = [a["href"] for a in admin.page.select("main p a")]
    assert links == ["http://127.0.0.1:8000/policies/P0001"]
    admin.get(f"/mails/{mails[0].id}")
    assert "As it arrived" not in admin.text()


def test_production_shows_no_mails_text(site, mails, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "1.eml").write_bytes(ARRIVED.format(id="<a@b>").encode())
    settings = site.world.store.settings.model_copy(update={"data_dir": tmp_path})
    assert stored_mail(settings, "<a@b>") is not None
    assert stored_mail(settings.model_copy(update={"env": Environment.PRODUCTION}), "<a@b>") is None


def test_every_kind_of_mail_can_be_read_beforehand_and_nothing_is_sent(site):
    admin = site.visitor("admin")
    before = len(site.world.all(Message))
    for kind in CATALOGUE:
        admin.get(f"/mails/kinds?kind={kind}")
        why = " ".join(CATALOGUE[kind].why.split())
        assert why in admin.text()
    admin.get("/mails/kinds?kind=nonsense")
    assert len(site.world.all(Message)) == before
    site.visitor("author").get("/mails/kinds", 403)


class TestRefusedAddresses:
    """What the administrator, and the person, see of an address that takes no mail."""

    @pytest.fixture
    def refused(self, site):
        """The reference of an account whose mail comes back."""
        with unit_of_work(site.world.store) as unit:
            address_fails(unit, unit.session.get_one(User, site.world.ids["author"]))
        return site.world.refs["author"]

    def test_it_is_marked_in_the_list_and_mended_on_the_page(self, site, refused):
        admin = site.visitor("admin")
        admin.get("/accounts?words=author")
        assert "Mail comes back" in admin.text()
        admin.get(f"/accounts/{refused}")
        assert "since 23 November 2026" in admin.text()
        data = admin.filled(admin.form(f"/accounts/{refused}/address"))
        for _ in range(2):
            admin.post(f"/accounts/{refused}/address", data)
        admin.follow()
        assert "Mails go to this address again" in admin.text()
        assert admin.page.find("form", action=f"/accounts/{refused}/address") is None
        assert site.world.kinds("organisation").count("address_works") == 1
        assert site.world.faults() == []

    def test_the_person_is_told_where_they_are_sure_to_look(self, site, refused):
        author = site.visitor("author")
        author.get("/work")
        assert "Mail to your address comes back" in author.text()
        deputy = site.visitor("deputy")
        deputy.get("/work")
        assert "comes back" not in deputy.text()

    def test_only_administrators_mend_it(self, site, refused):
        with pytest.raises(errors.Forbidden):
            use_address(
                site.world.store, ref=refused, actor_id=site.world.ids["strategy"], token="t"
            )

    def test_a_mail_says_to_whom_it_was_passed_on(self, site, mails):
        with unit_of_work(site.world.store) as unit:
            failed = unit.session.get_one(Message, mails[2].id)
            about = Target(failed.target, failed.target_id, failed.policy_id)
            deputy = site.world.ids["deputy"]
            other = enqueue(unit, "approved", recipient_id=deputy, about=about)
            failed.details = {"passed_on_to": [other.id]}
            unit.save(failed)
            unit.record("organisation", "mails_written", SYSTEM)
            number = other.id
        admin = site.visitor("admin")
        admin.get(f"/mails/{mails[2].id}")
        link = admin.page.find("a", href=f"/mails/{number}")
        assert link.text == "Deputy" and "waiting" in link.parent.text
