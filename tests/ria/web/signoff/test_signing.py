"""Signing in every capacity: what the page asks, what is refused at its field, and who reads it."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Condition, SignatureKind, SignOff, Verdict
from ria.services.kit.errors import Unmet
from ria.services.signoff.conditions import meet_condition
from tests.ria import road
from workflows.actions import Action
from workflows.stages import Stage

CANARY = "The power has no basis in section one, xylophone."
CONDITION_CANARY = "Repeal paragraph nine, marimba."


def day(name, when):
    """The three inputs of a date."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month),
            f"{name}-year": str(when.year)}  # fmt: skip


@pytest.fixture
def high(site):
    """A policy of high relevance whose assessment awaits approval."""
    edition = road.assessed(site.world)
    road.hand_in(site.world, edition)
    return edition


@pytest.fixture
def plan(site):
    """The same, with its monitoring plan before the committee."""
    edition = road.in_monitoring_plan(site.world)
    road.fill_form(site.world, edition, "monitoring_plan",
                   road.ANSWERS["monitoring_plan"](road.HIGH))  # fmt: skip
    road.hand_in(site.world, edition)
    return edition


def page_of(edition, part):
    return f"/assessments/{edition.assessment_id}/{part}"


def signing(edition, kind):
    return page_of(edition, f"signatures/{kind}")


def at_field(visitor):
    """Where the links of the error summary lead, with their words."""
    return {a["href"]: a.text for a in visitor.page.select(".govuk-error-summary a")}


def condition(world, row="r1", **changes):
    """The inputs of one condition."""
    usual = {"text": "Train all sergeants.", "owner": world.refs["colleague"], "due": "1 3 2027",
             "before": "yes"}  # fmt: skip
    return {f"conditions-{row}-{name}": value for name, value in {**usual, **changes}.items()}


# --- What is offered ------------------------------------------------------------------------


def test_a_screening_offers_what_its_answers_call_for(site):
    visitor = site.visitor("strategy")
    for case, kinds, needed in (
        ("server_patching", ["second", "unit"], "A second signature. Any trained person"),
        ("media_policy", ["unit"], "needs no further signature"),
    ):
        visitor.get(page_of(site.world.awaiting(case=case), "signatures"))
        radios = visitor.page.select("input[type=radio][name=kind]")
        assert [radio["value"] for radio in radios] == kinds
        assert needed.lower() in visitor.text().lower()


def test_an_assessment_says_which_signatures_it_needs(site, high):
    strategy, asking = site.visitor("strategy"), page_of(high, "signatures")
    strategy.get(asking)
    hints = [hint.text.strip() for hint in strategy.page.select(".govuk-radios__hint")]
    assert [hint.startswith("Needed") for hint in hints] == [True, True, False]
    strategy.submit({"kind": "legal"}, action=asking)
    strategy.get(asking)
    assert "Legal adviser: waiting for Legal" in strategy.text()
    strategy.get(f"/policies/{high.reference}")
    assert "Signatures needed first: equality adviser, legal adviser." in strategy.text()
    legal = site.visitor("legal")
    legal.get(f"/policies/{high.reference}")
    assert legal.page.find("a", href=signing(high, "legal"))
    assert not legal.page.find("a", href=signing(high, "adviser"))


def test_whoever_is_asked_to_sign_is_led_there_from_the_answers(site, high):
    adviser, unit = site.visitor("adviser"), site.visitor("strategy")
    for reader, links in ((adviser, [signing(high, "adviser")]), (unit, [])):
        reader.get(page_of(high, "decision"))
        found = [a["href"] for a in reader.page.select(".ria-facts a") if "sign now" in a.text]
        assert found == links


def test_a_capacity_that_is_not_for_the_stage_leads_back(site, high):
    chair = site.visitor("chair")
    chair.get(signing(high, "committee"), 303)
    chair.follow()
    assert "is not signed in that capacity" in chair.text()


# --- Conditions and deferral ----------------------------------------------------------------


def test_agreeing_on_conditions_needs_them_complete(site, high):
    adviser, address = site.visitor("adviser"), signing(high, "adviser")
    adviser.get(address)
    adviser.submit({"verdict": "agree_if", "reason": "Good figures."}, action=address, status=422)
    assert at_field(adviser) == {
        "#conditions": "Write down at least one condition",
    }
    past = condition(site.world, due="1 3 2020")
    adviser.submit(past, action=address, status=422)
    assert at_field(adviser) == {"#conditions": "Give each condition a day that is not past."}
    half = condition(site.world, due="soon", owner="")
    adviser.submit(half, action=address, status=422)
    assert at_field(adviser) == {
        "#conditions-r1-due": "“What has to be done?”, row 1, “By when?”: "
        "enter a date such as 27 3 2027"
    }
    assert adviser.filled(adviser.form(address))["conditions-r1-due"] == ["soon"]
    assert site.world.all(SignOff) == []


def test_rows_come_and_go_without_losing_what_was_typed(site, high):
    adviser, address = site.visitor("adviser"), signing(high, "adviser")
    adviser.get(address)
    seen = adviser.filled(adviser.form(address))["seen"]
    typed = {"verdict": "agree_if", "reason": "Good.", **condition(site.world)}
    adviser.submit({**typed, "conditions-add": "add"}, action=address, status=200)
    second = condition(site.world, "r2", text="Tell the panel.")
    adviser.submit({**second, "conditions-add": "add"}, action=address, status=200)
    adviser.submit({"conditions-remove-r1": "r1"}, action=address, status=200)
    kept = adviser.filled(adviser.form(address))
    assert kept["conditions-r2-text"] == ["Tell the panel."]
    assert "conditions-r1-text" not in kept and kept["reason"] == ["Good."]
    assert kept["seen"] == seen
    adviser.submit({"reason": "The figures are good."}, action=address)
    (found,) = site.world.all(Condition)
    assert (found.text, found.owner_id, found.before_publication) == (
        "Tell the panel.", site.world.ids["colleague"], True)  # fmt: skip
    adviser.get(page_of(high, "decision"))
    assert "Equality adviser: agrees on conditions" in adviser.text()
    assert "Tell the panel." in adviser.page.find("table").text


def test_putting_it_off_needs_a_day_to_come(site, high):
    adviser, address = site.visitor("adviser"), signing(high, "adviser")
    adviser.get(address)
    typed = {"verdict": "defer", "reason": "The census comes in March.",
             **day("deferred_to", dt.date(2026, 11, 23))}  # fmt: skip
    adviser.submit(typed, action=address, status=422)
    assert list(at_field(adviser)) == ["#deferred_to-day"]
    adviser.submit(day("deferred_to", dt.date(2027, 3, 1)), action=address)
    (signed,) = site.world.all(SignOff)
    assert (signed.verdict, signed.deferred_to) == (Verdict.DEFER, dt.date(2027, 3, 1))
    adviser.get(page_of(high, "decision"))
    assert "puts it off to 1 March 2027" in adviser.text()


def test_a_second_signature_agrees_or_does_not(site):
    edition = site.world.awaiting()
    site.world.ask(edition)
    adviser, address = site.visitor("adviser"), signing(edition, "second")
    adviser.get(address)
    offered = [radio["value"] for radio in adviser.page.select("input[name=verdict]")]
    assert offered == ["agree", "disagree"]
    typed = {"verdict": "defer", "reason": "I want to wait for more."}
    adviser.submit(typed, action=address, status=422)
    assert list(at_field(adviser)) == ["#verdict"]


# --- The committee --------------------------------------------------------------------------


MEETING = {
    "sitting": "meeting",
    "minute_reference": "14/2027, item 7",
    "verdict": "agree",
    "reason": "The benefits outweigh what is left.",
}


def test_the_committee_records_its_decision_whole(site, plan):
    world = site.world
    today = world.clock.now().date()
    secretary, address = site.visitor("secretary"), signing(plan, "committee")
    secretary.get(address)
    assert "If you leave it empty it is 12" in secretary.text()
    tomorrow = day("decided_on", today + dt.timedelta(days=1))
    secretary.submit({**MEETING, **tomorrow}, action=address, status=422)
    assert list(at_field(secretary)) == ["#decided_on-day"]
    months = {**day("decided_on", today), "interval_months": "37"}
    secretary.submit(months, action=address, status=422)
    assert list(at_field(secretary)) == ["#interval_months"]
    assert secretary.filled(secretary.form(address))["interval_months"] == ["37"]
    more = {"interval_months": "9", "dissent": "Two would have waited.", "interests": "None held."}
    secretary.submit(more, action=address)
    signed = world.all(SignOff)[-1]
    assert (signed.kind, signed.interval_months) == (SignatureKind.COMMITTEE, 9)
    assert (signed.dissent, signed.interests) == ("Two would have waited.", "None held.")
    secretary.get(page_of(plan, "decision"))
    for words in ("Committee: agrees", "14/2027, item 7", "Review after 9 months",
                  "Two would have waited."):  # fmt: skip
        assert words in secretary.text()


def test_the_chairs_urgent_action_is_to_be_ratified(site, plan):
    today = site.world.clock.now().date()
    chair, address = site.visitor("chair"), signing(plan, "committee")
    chair.get(address)
    urgent = {**MEETING, **day("decided_on", today), "sitting": "urgent"}
    chair.submit(urgent, action=address, status=422)
    assert list(at_field(chair)) == ["#ratify_by-day"]
    chair.submit(day("ratify_by", today), action=address, status=422)
    assert "the meeting that is to ratify" in at_field(chair)["#ratify_by-day"]
    chair.submit(day("ratify_by", today + dt.timedelta(days=20)), action=address)
    signed = site.world.all(SignOff)[-1]
    assert (signed.minute_reference, signed.ratify_by) == ("", today + dt.timedelta(days=20))


# --- What is privileged ---------------------------------------------------------------------


READERS = ("legal", "strategy", "author", "deputy")
OTHERS = ("adviser", "head", "chair", "scrutiny")


def test_legal_advice_is_read_by_its_readers_alone(site, high):
    world = site.world
    world.clock.at += dt.timedelta(hours=1)
    given = {"verdict": Verdict.DISAGREE, "reason": CANARY}
    road.sign_as(world, high, "assessment", "legal", SignatureKind.LEGAL, **given)
    pages = (page_of(high, "decision"), f"/policies/{high.reference}",
             page_of(high, "decision-sheet"))  # fmt: skip
    for name in READERS + OTHERS:
        visitor = site.visitor(name)
        shown = [address for address in pages if CANARY in _source(visitor, address)]
        assert shown == (list(pages[:2]) if name in READERS else []), name
        visitor.get(pages[0])
        assert ("does not agree" in visitor.text()) is (name in READERS)
        assert ("Legal adviser: advice was taken Legal, 23 November 2026" in visitor.text()) is (
            name in OTHERS
        )
    visitor = site.visitor("adviser")
    assert CANARY not in _source(visitor, signing(high, "adviser"))
    colleague = site.visitor("colleague")
    assert CANARY not in _source(colleague, pages[1])


def test_conditions_in_legal_advice_are_for_its_readers_and_whoever_sees_to_them(site, high):
    world = site.world
    site_visitors = {name: site.visitor(name) for name in ("colleague", "chair", "author")}
    address = signing(high, "legal")
    legal = site.visitor("legal")
    legal.get(address)
    legal.submit(
        {"verdict": "agree_if", "reason": CANARY, **condition(world, text=CONDITION_CANARY)},
        action=address,
    )
    (found,) = world.all(Condition)
    where = page_of(high, f"conditions/{found.id}")
    assert CONDITION_CANARY in _source(site_visitors["colleague"], where)
    assert CANARY not in _source(site_visitors["colleague"], page_of(high, "decision"))
    assert CONDITION_CANARY not in _source(site_visitors["chair"], where)
    assert CONDITION_CANARY in _source(site_visitors["author"], f"/policies/{high.reference}")
    meet_condition(world.store, assessment_id=high.assessment_id, condition_id=found.id,
                   actor_id=world.ids["colleague"], how="Done with xylophone.")  # fmt: skip
    chair = _source(site_visitors["chair"], f"/policies/{high.reference}")
    assert "A condition was met" in chair and "xylophone" not in chair


def test_the_answer_to_advice_is_as_privileged_as_the_advice(site, high):
    world, answer = site.world, "Counsel was asked again, glockenspiel."
    road.sign_as(world, high, "assessment", "adviser", SignatureKind.ADVISER)
    given = {"verdict": Verdict.DISAGREE, "reason": CANARY}
    road.sign_as(world, high, "assessment", "legal", SignatureKind.LEGAL, **given)
    road.approve(world, high, "assessment", reason=answer)
    for name in ("author", "legal", "adviser", "head"):
        told = answer in _source(site.visitor(name), f"/policies/{high.reference}")
        assert told is (name in READERS), name


def test_a_disagreement_is_shown_with_its_answer(site, high):
    world = site.world
    road.sign_as(world, high, "assessment", "adviser", SignatureKind.ADVISER)
    road.sign_as(world, high, "assessment", "legal", SignatureKind.LEGAL)
    no = {"verdict": Verdict.DISAGREE, "reason": "The unit cannot do this by May."}
    road.sign_as(world, high, "assessment", "head", SignatureKind.UNIT, **no)
    road.approve(world, high, "assessment", reason="The unit was given two more people.")
    adviser = site.visitor("adviser")
    adviser.get(page_of(high, "decision-sheet"))
    words = adviser.text()
    assert "Head of the unit on the assessment: does not agree. Head, 23 November 2026." in words
    assert "Answered: The unit was given two more people." in words


def test_disagreement_is_no_veto_once_it_is_answered(site, high):
    world = site.world
    no = {"verdict": Verdict.DISAGREE, "reason": "Men are left out of the figures."}
    road.sign_as(world, high, "assessment", "legal", SignatureKind.LEGAL)
    road.sign_as(world, high, "assessment", "adviser", SignatureKind.ADVISER, **no)
    with pytest.raises(Unmet) as refused:
        road.approve(world, high, "assessment")
    assert [reason.id for reason in refused.value.reasons] == ["disagreement_answered"]
    road.approve(world, high, "assessment", reason="Men are added before people are asked.")
    assert world.row(high).stage is Stage.CONSULTATION


def _source(visitor, address):
    visitor.get(address)
    return visitor.response.text


# --- Too late, and changed meanwhile --------------------------------------------------------


def test_what_was_typed_too_late_is_there_to_copy(site, high):
    adviser, address = site.visitor("adviser"), signing(high, "adviser")
    adviser.get(address)
    site.world.act("author", high, Action.TAKE_BACK)
    adviser.submit({"verdict": "agree", "reason": "Words to keep."}, action=address, status=409)
    assert "no longer open for your signature" in adviser.text()
    assert "Words to keep." in adviser.text()


def test_what_changed_meanwhile_is_to_be_read_again(site, high):
    adviser, address = site.visitor("adviser"), signing(high, "adviser")
    adviser.get(address)
    world = site.world
    world.act("author", high, Action.TAKE_BACK)
    aims = {key: value for key, value in road.ANSWERS["assessment"](road.HIGH).items()
            if key in ("aims", "benefits", "help_hinder", "related")}  # fmt: skip
    road.fill_form(world, high, "assessment", {**aims, "aims": aims["aims"] + " And marimba."})
    road.hand_in(world, high)
    typed = {"verdict": "agree", "reason": "I agree with it all."}
    adviser.submit(typed, action=address, status=409)
    assert "Read it again" in adviser.text() and "And marimba." in adviser.text()
    adviser.submit(action=address)
    assert len(world.all(SignOff)) == 1


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("strategy", "adviser", 403),
        ("adviser", "legal", 403),
        ("author", "unit", 403),
        ("head", "unit", 200),
        ("colleague", "legal", 404),
    ],
)
def test_who_may_sign_what(site, high, who, kind, status):
    site.visitor(who).get(signing(high, kind), status)
