"""A form that comes back: what changed since, what is still open, who disagrees, and escalation."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Message, Verdict
from ria.services.assessment.remarks import add_comment
from ria.services.kit.errors import Unmet
from tests.forms.samples import by_section
from tests.ria.web.kit.test_query_counts import counted
from tests.ria.web.process.test_decision import RETURN, decide, page_of
from workflows.actions import Action
from workflows.stages import Stage


@pytest.fixture
def edition(site):
    """A policy whose screening awaits approval, at medium."""
    return site.world.awaiting(case="media_policy")


@pytest.fixture
def decider(site):
    """Somebody of the Strategy Unit."""
    return site.visitor("strategy")


def come_back(site, edition, **changes):
    """Return the form, change these answers of it, and hand it in again."""
    world = site.world
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="Say more.",
              due_on=dt.date(2027, 3, 1), return_to=Stage.SCREENING)  # fmt: skip
    for section, answers in by_section("media_policy", contact=world.refs["author"]).items():
        if changes.keys() & answers.keys():
            mine = {key: changes.get(key, value) for key, value in answers.items()}
            version = world.row(edition).round - 1
            world.save("deputy", edition, section, mine, seen=version)
    world.act("author", edition, Action.SUBMIT)


def since_return(visitor):
    """The section "What changed since the last round", as words; empty if there is none."""
    found = visitor.page.select_one("section[aria-labelledby=since-return]")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_a_first_round_has_nothing_before_it(decider, edition):
    decider.get(page_of(edition))
    assert since_return(decider) == ""


def test_what_changed_stands_old_beside_new(site, decider, edition):
    come_back(site, edition, purpose="To speak to the press, for everybody in the county.")
    decider.get(page_of(edition))
    words = since_return(decider)
    old = by_section("media_policy")["purpose"]["purpose"]
    assert f"Before {old} Now To speak to the press, for everybody in the county." in words
    assert "Changed by Deputy." in words
    assert len(decider.page.select("section[aria-labelledby=since-return] h3")) == 1
    assert decider.page.select_one("#answer-purpose") is not None


def test_whoever_signs_again_reads_why_it_came_back_and_what_changed(site, decider, edition):
    come_back(site, edition, purpose="To speak to the press, for everybody in the county.")
    decider.get(page_of(edition))
    assert "Screening, returned in round 1 by " in decider.text()
    head = site.visitor("head")
    head.get(f"/assessments/{edition.assessment_id}/signatures/unit")
    assert "It was returned on 23 November 2026, 9:00am: Say more." in head.text()
    assert "Now To speak to the press, for everybody in the county." in since_return(head)


def test_what_was_handed_in_unchanged_says_so(site, decider, edition):
    come_back(site, edition)
    decider.get(page_of(edition))
    assert "No answer has changed since 23 November 2026, 9:00am" in since_return(decider)


def test_only_the_last_round_counts_and_a_change_undone_is_none(site, decider, edition):
    old = by_section("media_policy")["purpose"]["purpose"]
    come_back(site, edition, purpose="A purpose that did not stay, and was put back.")
    come_back(site, edition, purpose=old)
    decider.get(page_of(edition))
    words = since_return(decider)
    assert f"Before A purpose that did not stay, and was put back. Now {old}" in words
    come_back(site, edition)
    decider.get(page_of(edition))
    assert "No answer has changed" in since_return(decider)


def test_comments_not_dealt_with_are_listed_first(site, decider, edition):
    world = site.world
    for question, text in (("results", "How would we know?"), ("purpose", "For whom?")):
        add_comment(world.store, assessment_id=edition.assessment_id, form="screening",
                    question=question, actor_id=world.ids["adviser"], text=text,
                    token=world.token())  # fmt: skip
    come_back(site, edition, purpose="To speak to the press, for everybody in the county.")
    decider.get(page_of(edition))
    words = decider.text()
    assert words.index("For whom?") < words.index("How would we know?")
    assert words.index("How would we know?") < words.index("What changed since the last round")
    assert "Adviser, round 1" in words


def test_the_third_round_is_said_beforehand_and_escalates(site, decider, edition):
    decider.get(page_of(edition))
    assert "It would be round" not in decider.text()
    come_back(site, edition)
    decider.get(page_of(edition))
    assert "It would be round 3, so the equality advisers are told too" in decider.text()
    come_back(site, edition)
    decider.get(page_of(edition))
    assert "Round 3: escalated, the equality advisers have been told" in decider.text()
    told = [m.recipient_id for m in site.world.all(Message) if m.kind == "returned"]
    assert told.count(site.world.ids["adviser"]) == 1


def test_a_returned_form_asks_as_often_however_many_rounds(site, decider, edition):
    come_back(site, edition, purpose="A purpose for everybody in the whole county.")
    with counted(site) as sent:
        decider.get(page_of(edition))
    few = len(sent)
    for number in range(4):
        come_back(site, edition, purpose=f"A purpose for everybody in the county, put {number}.")
    with counted(site) as sent:
        decider.get(page_of(edition))
    assert len(sent) == few


# --- Disagreement ---------------------------------------------------------------------------


@pytest.fixture
def contested(site, edition):
    """A screening whose second signature disagrees."""
    site.world.ask(edition)
    site.world.sign("adviser", edition, verdict=Verdict.DISAGREE, reason="The reach is larger.")
    return edition


def test_disagreement_is_answered_in_writing(site, decider, contested):
    decider.get(page_of(contested))
    assert "To be answered in writing if you approve it" in decider.text()
    assert "The reach is larger." in decider.page.select_one("#decide").get_text(" ")
    decider.submit(
        {"decision": "approve", "due_regard": "yes"}, action=page_of(contested), status=422
    )
    links = [a["href"] for a in decider.page.select(".govuk-error-summary a")]
    assert links == ["#approve_reason"]
    answer = "The figures on reach come from the register itself."
    decider.submit(
        {"decision": "approve", "due_regard": "yes", "approve_reason": answer},
        action=page_of(contested),
    )
    decider.follow()
    assert answer in decider.text()
    assert site.world.row(contested).stage is Stage.ASSESSMENT


def test_the_command_refuses_an_approval_without_answer(site, contested):
    world = site.world
    with pytest.raises(Unmet) as refused:
        world.act("strategy", contested, Action.APPROVE, seen=world.hash_of(contested), reason=" ")
    assert [reason.id for reason in refused.value.reasons] == ["disagreement_answered"]
    assert world.last(contested.reference)["unmet"] == ["disagreement_answered"]


def test_returning_what_is_contested_needs_no_answer(site, decider, contested):
    decide(decider, contested, RETURN)
    assert site.world.row(contested).stage is Stage.SCREENING


def test_who_came_to_agree_disagrees_no_more(site, decider, contested):
    site.world.sign("adviser", contested)
    decide(decider, contested, {"decision": "approve", "due_regard": "yes"})
    assert site.world.row(contested).stage is Stage.ASSESSMENT


def test_a_void_disagreement_needs_no_answer(site, decider, contested):
    come_back(site, contested, purpose="To speak to the press, for everybody in the county.")
    decide(decider, contested, {"decision": "approve", "due_regard": "yes"})
    assert site.world.row(contested).stage is Stage.ASSESSMENT
