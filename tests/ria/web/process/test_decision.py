"""Deciding, commenting, judging, signing: the page, the decision, and what stands in its way."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Comment, Judgement, SignatureKind, SignOff, StageChange
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from tests.forms.samples import by_section
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage

RETURN = {
    "decision": "return",
    "return_reason": "The purpose does not say for whom.",
    "due_on-day": "4",
    "due_on-month": "1",
    "due_on-year": "2027",
}
REJECT = {"decision": "reject", "reject_reason": "It cannot be applied lawfully."}


@pytest.fixture
def edition(site):
    """A policy whose screening awaits approval, at medium."""
    return site.world.awaiting(case="media_policy")


@pytest.fixture
def quiet(site):
    """A policy whose screening awaits approval, as not relevant."""
    return site.world.awaiting(case="server_patching")


@pytest.fixture
def decider(site):
    """Somebody of the Strategy Unit."""
    return site.visitor("strategy")


def page_of(edition, part="decision"):
    """The address of the decision page or of another page of the edition."""
    return f"/assessments/{edition.assessment_id}/{part}"


def decide(visitor, edition, fields, status=303):
    """Open the page and send a decision."""
    visitor.get(page_of(edition))
    visitor.submit(fields, action=page_of(edition), status=status)


# --- The decision ---------------------------------------------------------------------------


def test_the_page_shows_what_the_decision_rests_on(decider, edition):
    decider.get(page_of(edition))
    words = decider.text()
    for shown in (
        "Level from the answers Medium relevance Rule f",
        "Level proposed Medium relevance",
        "Level that counts Medium relevance",
        "Decision due by",
        "What is the policy for?",
        "Leads to “Assessment”: medium relevance",
    ):
        assert shown in words


def test_approving_moves_it_on(site, decider, edition):
    decide(decider, edition, {"decision": "approve", "due_regard": "yes"})
    decider.follow()
    assert "Approved." in decider.text()
    assert site.world.row(edition).stage is Stage.ASSESSMENT
    decider.get(page_of(edition))
    assert "Nothing to decide now" in decider.text()


def test_what_stands_in_the_way_is_said_and_typed_text_kept(site, decider, quiet):
    decider.get(page_of(quiet))
    assert "It cannot be approved yet: A second signature is missing." in decider.text()
    fields = {"decision": "approve", "due_regard": "yes", "reject_reason": "Half a thought"}
    decider.submit(fields, action=page_of(quiet), status=422)
    summary = decider.page.select_one(".govuk-error-summary").get_text(" ", strip=True)
    assert "A second signature is missing" in summary
    assert decider.filled(decider.form(page_of(quiet)))["reject_reason"] == ["Half a thought"]
    assert site.world.row(quiet).stage is Stage.SCREENING_APPROVAL


def test_returning_needs_a_reason_and_a_day(site, decider, edition):
    decide(decider, edition, {"decision": "return"}, status=422)
    links = [a["href"] for a in decider.page.select(".govuk-error-summary a")]
    assert links == ["#return_reason", "#due_on-day"]
    past = {**RETURN, "due_on-year": "2020"}
    decider.submit(past, action=page_of(edition), status=422)
    assert "Give a day in the future." in decider.text()
    kept = decider.filled(decider.form(page_of(edition)))
    assert {name: [value] for name, value in past.items()}.items() <= kept.items()
    decider.submit(RETURN, action=page_of(edition))
    row = site.world.row(edition)
    assert (row.stage, row.round, row.due_on) == (Stage.SCREENING, 2, dt.date(2027, 1, 4))


def test_rejecting_ends_it(site, decider, edition):
    decide(decider, edition, REJECT)
    assert site.world.row(edition).stage is Stage.REJECTED


def test_a_decision_on_what_has_changed_is_refused_with_the_text_kept(site, decider, edition):
    decider.get(page_of(edition))
    data = {**decider.filled(decider.form(page_of(edition))), **RETURN}
    site.world.act("author", edition, Action.TAKE_BACK)
    purpose = by_section("media_policy", contact=site.world.refs["author"])["purpose"]
    changed = {**purpose, "purpose": purpose["purpose"] + " And more."}
    site.world.save("author", edition, "purpose", changed, seen=1)
    site.world.act("author", edition, Action.SUBMIT)
    decider.post(page_of(edition), data, status=409)
    assert "The form has changed since you opened this page" in decider.text()
    assert "And more." in decider.text()
    kept = decider.filled(decider.form(page_of(edition)))
    assert kept["return_reason"] == [RETURN["return_reason"]]
    assert site.world.row(edition).stage is Stage.SCREENING_APPROVAL
    decider.submit(action=page_of(edition))
    assert site.world.row(edition).stage is Stage.SCREENING


@pytest.mark.parametrize("seen", ["", "abc", "\x00", "f" * 64])
def test_a_decision_that_names_no_content_is_refused(site, decider, edition, seen):
    decide(decider, edition, {"decision": "approve", "due_regard": "yes", "seen": seen}, status=409)
    assert site.world.row(edition).stage is Stage.SCREENING_APPROVAL


def test_sent_twice_it_is_decided_once(site, decider, edition):
    decider.get(page_of(edition))
    data = {
        **decider.filled(decider.form(page_of(edition))),
        "decision": "approve",
        "due_regard": "yes",
    }
    for _ in range(2):
        decider.post(page_of(edition), data)
        assert decider.response.headers["Location"] == f"/policies/{edition.reference}"
    decider.post(page_of(edition), {**data, "token": "b" * 32}, status=422)
    assert "changed nothing" in decider.text()
    changes = [c.action for c in site.world.all(StageChange)]
    assert changes.count(Action.APPROVE) == 1


def test_the_author_with_the_strategy_units_role_cannot_approve(site, edition):
    give_role(site.world.store, site.world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author = site.visitor("author")
    decide(author, edition, {"decision": "approve", "due_regard": "yes"}, status=422)
    assert "You contributed to this form, so someone else must decide" in author.text()
    assert site.world.row(edition).stage is Stage.SCREENING_APPROVAL


@pytest.mark.parametrize("who", ["author", "adviser", "head", "scrutiny", "colleague", "admin"])
def test_nobody_else_decides(site, edition, who):
    visitor = site.visitor(who)
    visitor.get(page_of(edition), 404 if who in ("colleague", "admin") else 200)
    visitor.get("/work")
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    data = {
        "csrf_token": token,
        "token": "a",
        "decision": "approve",
        "due_regard": "yes",
        "seen": site.world.hash_of(edition),
    }
    visitor.post(page_of(edition), data, status=404 if who in ("colleague", "admin") else 403)
    assert site.world.row(edition).stage is Stage.SCREENING_APPROVAL


def test_answers_changed_after_the_level_was_seen_are_listed(site, decider, edition):
    decider.get(page_of(edition))
    assert "Changed after the level was seen" not in decider.text()
    decider.submit(RETURN, action=page_of(edition))
    reach = by_section("media_policy")["reach"]
    site.world.save("deputy", edition, "reach", {**reach, "scale": "under_100"}, seen=1)
    site.world.act("author", edition, Action.SUBMIT)
    decider.get(page_of(edition))
    expected = "About how many people a year? From “10,000 or more” to “Fewer than 100” Deputy"
    assert decider.page.select_one("#changed-after ~ ul a")["href"] == "#answer-scale"
    assert expected in decider.text()
    assert "The purpose does not say for whom." in decider.text()


# --- Remarks --------------------------------------------------------------------------------


def comment(visitor, edition, question, text, status=303):
    """Send one of the comment forms of the decision page."""
    button = visitor.page.select_one(f"#answer-{question} details button")
    data = {**filled(visitor, edition), f"comment-{question}": text}
    visitor.post(button["formaction"], data, status=status)


def filled(visitor, edition):
    """What the page's one form would send untouched."""
    return visitor.filled(visitor.form(page_of(edition)))


def test_a_comment_stands_at_its_question_until_dealt_with(site, decider, edition):
    decider.get(page_of(edition))
    comment(decider, edition, "purpose", "Say <b>for whom</b>.\r\nAnd {{ why }}.")
    assert decider.response.headers["Location"].endswith("#answer-purpose")
    decider.get(page_of(edition))
    row = decider.page.select_one("#answer-purpose")
    assert "Say <b>for whom</b>.\nAnd {{ why }}." in row.text
    assert [c.text for c in site.world.all(Comment)] == ["Say <b>for whom</b>.\nAnd {{ why }}."]
    (resolve,) = row.select("button[formaction*='/resolve']")
    decider.post(resolve["formaction"], filled(decider, edition))
    decider.follow()
    assert "Dealt with." in decider.page.select_one("#answer-purpose").text


def test_comment_boxes_start_empty(site, decider, edition):
    decider.get(page_of(edition))
    boxes = decider.page.select("textarea[name^=comment-]")
    assert boxes and {box.get_text() for box in boxes} == {""}


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "a\x00b"])
def test_a_refused_comment_is_shown_again_open(site, decider, edition, text):
    decider.get(page_of(edition))
    comment(decider, edition, "results", text, status=422)
    (link,) = decider.page.select(".govuk-error-summary a")
    assert link["href"] == "#comment-results"
    assert decider.page.select_one("#answer-results details").has_attr("open")
    assert site.world.all(Comment) == []


def test_a_comment_on_no_question_is_refused(site, decider, edition):
    decider.get(page_of(edition))
    data = filled(decider, edition)
    for question in ("nowhere", "\x00", ""):
        typed = {**data, "question": question, f"comment-{question}": "x"}
        decider.post(page_of(edition, "comments"), typed, 404)
    assert site.world.all(Comment) == []


def test_a_section_is_judged_and_judged_anew(site, decider, edition):
    for grade in ("to_fix", "good", "good"):
        decider.get(page_of(edition))
        button = decider.page.select_one("[aria-labelledby=purpose] .ria-judge button")
        decider.post(button["formaction"], {**filled(decider, edition), "grade": grade})
        assert decider.response.headers["Location"] == f"{page_of(edition)}#purpose"
    assert [(j.section, j.grade) for j in site.world.all(Judgement)] == [("purpose", "good")]
    decider.get(page_of(edition))
    pressed = decider.page.select('.ria-judge [aria-pressed="true"]')
    assert [button.text for button in pressed] == ["Good"]


HALF = {"decision": "return", "return_reason": "Half a thought", "due_on-day": "4"}


def half_typed(visitor, edition):
    """The page's form with half a decision and half of another comment typed in."""
    return {**filled(visitor, edition), **HALF, "comment-results": "Which"}


def is_kept(visitor, edition, status=200):
    """Whether what was half typed stands in the page that was answered."""
    assert visitor.response.status_code == status
    now = filled(visitor, edition)
    assert {name: now.get(name) for name in HALF} == {name: [v] for name, v in HALF.items()}
    assert now["comment-results"] == ["Which"]
    return visitor.page.select_one("#answer-results details").has_attr("open")


def test_no_button_of_the_page_loses_what_is_half_typed(site, decider, edition):
    decider.get(page_of(edition))
    address = page_of(edition, "comments?question=purpose")
    typed = half_typed(decider, edition)
    for _ in range(2):
        decider.post(address, {**typed, "comment-purpose": "For whom?"}, status=200)
        assert is_kept(decider, edition)
        assert filled(decider, edition)["comment-purpose"] == [""]
    (written,) = site.world.all(Comment)

    decider.post(address, {**half_typed(decider, edition), "comment-purpose": " "}, status=422)
    assert is_kept(decider, edition, 422)
    judged = page_of(edition, "judgements?section=purpose")
    decider.post(judged, {**half_typed(decider, edition), "grade": "good"}, status=200)
    assert is_kept(decider, edition)
    resolve = page_of(edition, f"comments/{written.id}/resolve")
    decider.post(resolve, half_typed(decider, edition), status=200)
    assert is_kept(decider, edition)
    assert "Dealt with." in decider.page.select_one("#answer-purpose").text


def test_a_comment_not_added_holds_the_decision_up(site, decider, edition):
    decide(decider, edition, {**RETURN, "comment-purpose": "For whom?"}, status=422)
    (link,) = decider.page.select(".govuk-error-summary a")
    assert (link.text, link["href"]) == (
        "You wrote a comment and did not add it",
        "#comment-purpose",
    )
    decider.submit({"comment-purpose": ""}, action=page_of(edition))
    assert site.world.row(edition).stage is Stage.SCREENING


def test_a_decision_half_typed_is_about_what_was_read(decider, edition):
    decider.get(page_of(edition))
    data = {**half_typed(decider, edition), "seen": "f" * 64, "grade": "good"}
    decider.post(page_of(edition, "judgements?section=purpose"), data, status=200)
    assert filled(decider, edition)["seen"] == ["f" * 64]


def test_the_enter_key_presses_the_decision(decider, edition):
    decider.get(page_of(edition))
    assert not decider.form(page_of(edition)).find("button").has_attr("formaction")


# --- Signatures -----------------------------------------------------------------------------


def test_a_second_signature_is_asked_given_and_lets_it_pass(site, decider, quiet):
    asking = page_of(quiet, "signatures")
    decider.get(asking)
    offered = [o.text for o in decider.page.select("select[name=asked] option")]
    assert "Author" not in offered and "Adviser" in offered
    decider.submit({"kind": "second"}, action=asking, status=422)
    decider.submit({"kind": "second", "asked": site.world.refs["adviser"]}, action=asking)
    signing = page_of(quiet, "signatures/second")
    adviser = site.visitor("adviser")
    adviser.get(signing)
    adviser.submit({"verdict": "agree"}, action=signing, status=422)
    adviser.submit({"reason": "I read it and agree with it."}, action=signing)
    decide(decider, quiet, {"decision": "approve", "due_regard": "yes"})
    assert site.world.row(quiet).stage is Stage.SCREENED_OUT


def test_a_void_signature_is_called_void(site, decider, quiet):
    site.world.ask(quiet)
    site.world.sign("adviser", quiet)
    decide(decider, quiet, RETURN)
    reach = by_section("server_patching")["reach"]
    site.world.save("author", quiet, "reach", {**reach, "scale": "hundreds"}, seen=1)
    site.world.act("author", quiet, Action.SUBMIT)
    decider.get(page_of(quiet))
    assert "Void: the answers have changed since." in decider.text()
    assert "A second signature is missing" in decider.text()


def test_the_committee_signs_with_day_and_minute(site, quiet):
    chair, signing = site.visitor("chair"), page_of(quiet, "signatures/committee")
    chair.get(signing)
    typed = {
        "sitting": "meeting",
        "verdict": "agree",
        "reason": "The committee agrees.",
        "minute_reference": "14/2026",
        "decided_on-day": "1",
        "decided_on-month": "2",
        "decided_on-year": "2027",
    }
    chair.submit(typed, action=signing, status=422)
    assert "cannot lie in the future" in chair.text()
    chair.submit({**typed, "decided_on-year": "2026"}, action=signing)
    (signed,) = site.world.all(SignOff)
    assert (signed.kind, signed.minute_reference) == (SignatureKind.COMMITTEE, "14/2026")


def test_signing_what_has_changed_is_refused_with_the_text_kept(site, quiet):
    site.world.ask(quiet)
    adviser, signing = site.visitor("adviser"), page_of(quiet, "signatures/second")
    adviser.get(signing)
    typed = {"verdict": "agree", "reason": "I read it and agree with it.", "seen": "0" * 64}
    adviser.submit(typed, action=signing, status=409)
    assert adviser.filled(adviser.form(signing))["reason"] == [typed["reason"]]
    assert site.world.all(SignOff) == []


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("author", "second", 403),
        ("adviser", "second", 403),
        ("strategy", "committee", 403),
        ("colleague", "second", 404),
        ("other_chair", "committee", 404),
        ("chair", "nowhere", 404),
    ],
)
def test_only_those_who_may_sign_open_the_page(site, quiet, who, kind, status):
    site.visitor(who).get(page_of(quiet, f"signatures/{kind}"), status)
