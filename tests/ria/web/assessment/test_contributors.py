"""Inviting others to contribute, and comments while a form is being filled in."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Comment, InvitedContributor, Message, SignatureKind
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.accounts.accounts import set_active
from ria.services.kit.errors import Forbidden
from tests.forms.samples import by_section
from tests.ria.web.filling import address
from workflows.actions import Action
from workflows.stages import Stage


@pytest.fixture
def edition(site):
    """A policy whose screening is being filled in."""
    return site.world.in_screening(title="Media policy")


def people(edition):
    """The address of the page of people."""
    return f"/assessments/{edition.assessment_id}/people"


def invite(site, edition, name="colleague", who="author"):
    """Invite somebody on the page."""
    owner = site.visitor(who)
    owner.get(people(edition))
    owner.submit({"person": site.world.refs[name]}, action=people(edition))
    return owner


def test_who_is_invited_is_told_and_can_fill_in(site, edition):
    world = site.world
    owner = invite(site, edition)
    owner.follow()
    assert "Colleague Invited, 23 November 2026" in owner.text()
    assert [m.recipient_id for m in world.all(Message) if m.kind == "invited"] == [
        world.ids["colleague"]
    ]
    colleague = site.visitor("colleague")
    colleague.get(address(edition, "purpose"))
    assert colleague.form(address(edition, "purpose"))
    purpose = by_section("media_policy", contact=world.refs["author"])["purpose"]
    world.save("colleague", edition, "purpose", purpose)
    owner.get(people(edition))
    assert "Wrote in: screening" in owner.text()
    colleague.get(people(edition))
    assert colleague.page.find("select", {"name": "person"}) is None
    assert world.faults() == []


def test_inviting_twice_has_one_effect(site, edition):
    owner = invite(site, edition)
    sent = {**owner.filled(owner.form(people(edition))), "person": site.world.refs["colleague"]}
    owner.post(people(edition), sent)
    assert len(site.world.all(InvitedContributor)) == 1
    assert site.world.kinds(edition.reference).count("contributor_invited") == 1


@pytest.mark.parametrize("name", ["author", "deputy", ""])
def test_who_has_it_anyway_cannot_be_invited(site, edition, name):
    owner = site.visitor("author")
    owner.get(people(edition))
    typed = {"person": site.world.refs[name] if name else ""}
    owner.submit(typed, action=people(edition), status=422)
    assert owner.page.select_one('.govuk-error-summary a[href="#person"]')
    assert site.world.all(InvitedContributor) == []


def test_a_closed_account_is_not_offered(site, edition):
    set_active(site.world.store, site.world.refs["colleague"], False)
    owner = site.visitor("author")
    owner.get(people(edition))
    offered = [o["value"] for o in owner.page.select("select[name=person] option")]
    assert site.world.refs["colleague"] not in offered
    assert site.world.refs["adviser"] in offered


def test_an_invitation_taken_back_ends_access_and_not_authorship(site, edition):
    world = site.world
    owner = invite(site, edition, "strategy2")
    purpose = by_section("server_patching", contact=world.refs["author"])["purpose"]
    world.save("strategy2", edition, "purpose", purpose)
    owner.get(people(edition))
    owner.submit(action=f"{people(edition)}/remove")
    owner.follow()
    assert "Strategy2 Contributed" in owner.text()
    with pytest.raises(Forbidden):
        world.save("strategy2", edition, "purpose", purpose, seen=1)
    for section, answers in by_section("server_patching", contact=world.refs["author"]).items():
        if answers and section != "purpose":
            world.save("author", edition, section, answers)
    world.act("author", edition, Action.SUBMIT)
    with pytest.raises(Exception, match="cannot be done") as refused:
        world.act("strategy2", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert "no_contributor" in [reason.id for reason in refused.value.reasons]


def test_removing_twice_or_nobody_changes_nothing(site, edition):
    owner = invite(site, edition)
    owner.get(people(edition))
    sent = owner.filled(owner.form(f"{people(edition)}/remove"))
    for ref in (sent["person"], sent["person"], "U999", "\x00"):
        owner.post(f"{people(edition)}/remove", {**sent, "person": ref})
    assert site.world.kinds(edition.reference).count("contributor_removed") == 1


@pytest.mark.parametrize(("who", "status"), [("strategy", 403), ("colleague", 404)])
def test_only_the_owner_and_the_deputy_invite(site, edition, who, status):
    visitor = site.visitor(who)
    visitor.get("/work")
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    typed = {"csrf_token": token, "token": "a", "person": site.world.refs["colleague"]}
    visitor.post(people(edition), typed, status=status)
    assert site.world.all(InvitedContributor) == []


def test_nobody_is_invited_to_what_has_ended(site, edition):
    site.world.act("author", edition, Action.WITHDRAW, reason="The project was stopped.")
    assert site.world.row(edition).stage is Stage.WITHDRAWN
    owner = site.visitor("author")
    owner.get(people(edition))
    typed = {"person": site.world.refs["colleague"]}
    owner.submit(typed, action=people(edition), status=422)
    assert "The assessment has ended" in owner.text()


def test_an_invitation_signs_nothing(site, edition):
    """A contributor cannot give the second signature on what they wrote."""
    world = site.world
    invite(site, edition, "adviser")
    world.fill(edition, "server_patching", who="adviser")
    world.act("author", edition, Action.SUBMIT)
    with pytest.raises(Exception, match="contributed"):
        world.ask(edition, "adviser", SignatureKind.SECOND)


# --- Comments ---------------------------------------------------------------------------------


def at(edition, question="purpose"):
    """The address of the comments on a question."""
    return address(edition, "comment", question)


def test_each_question_leads_to_its_comments(site, edition):
    invite(site, edition)
    colleague, owner = site.visitor("colleague"), site.visitor("author")
    colleague.get(address(edition, "purpose"))
    links = [a for a in colleague.page.select("main a") if a["href"] == at(edition)]
    assert len(links) == 1 and links[0]["rel"] == ["noopener"]
    colleague.get(links[0]["href"])
    colleague.submit({"text": "Is it for <b>staff</b> too?"}, action=at(edition))
    colleague.follow()
    assert "Is it for <b>staff</b> too?" in colleague.text()
    owner.get(address(edition, "purpose"))
    assert "Comments to look at" in owner.text()
    owner.get(at(edition))
    (comment,) = site.world.all(Comment)
    resolve = f"/assessments/{edition.assessment_id}/comments/{comment.id}/resolve"
    owner.submit(action=resolve)
    assert owner.response.headers["Location"] == at(edition)
    owner.follow()
    assert "Dealt with." in owner.text() and "Is it for" in owner.text()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_a_refused_comment_is_kept_as_typed(site, edition, text):
    owner = site.visitor("author")
    owner.get(at(edition))
    owner.submit({"text": text}, action=at(edition), status=422)
    assert owner.page.select_one('.govuk-error-summary a[href="#text"]')
    assert site.world.all(Comment) == []


def test_a_comment_sent_twice_stands_once(site, edition):
    owner = site.visitor("author")
    owner.get(at(edition))
    sent = {**owner.filled(owner.form(at(edition))), "text": "Say for whom."}
    for _ in range(2):
        owner.post(at(edition), sent)
    assert len(site.world.all(Comment)) == 1


@pytest.mark.parametrize("question", ["nowhere", "%00", "purpose%2F"])
def test_there_are_no_comments_on_no_question(site, edition, question):
    site.visitor("author").get(at(edition, question), 404)


def test_a_reader_comments_from_the_answers(site, edition):
    adviser = site.visitor("adviser")
    adviser.get(address(edition, "purpose"))
    assert at(edition) in [a["href"] for a in adviser.page.select("main a")]
    site.visitor("colleague").get(at(edition), 404)


# --- In place of somebody who is away ---------------------------------------------------------


def test_who_stands_in_opens_the_form_while_it_lasts(site, edition):
    world = site.world
    colleague = site.visitor("colleague")
    colleague.get(address(edition, "purpose"), 404)
    given = AbsenceInput(
        away_from=dt.date(2026, 11, 23),
        away_until=dt.date(2026, 11, 24),
        stand_in_ref=world.refs["colleague"],
    )
    set_away(
        world.store,
        ref=world.refs["author"],
        actor_id=world.ids["author"],
        given=given,
        token=world.token(),
    )
    colleague.get("/work")
    assert "In place of Author, who is away" in colleague.text()
    colleague.get(address(edition, "purpose"))
    assert colleague.form(address(edition, "purpose"))
    colleague.get(f"/policies/{edition.reference}")
    assert "Now with Author, who is away (Colleague stands in)" in colleague.text()
    world.clock.at += dt.timedelta(days=2)
    colleague.get(address(edition, "purpose"), 404)
