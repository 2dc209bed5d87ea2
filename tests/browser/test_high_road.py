"""A policy of high relevance from registration to the public page, returned twice on the way; and
six years of another, from `tests/journeys/lives/six_years.py`. Such lives are lived over HTTP
each time, and `test_forms.py` looks at their pages. They share which pages were looked at already.
"""

from __future__ import annotations

import pytest

from tests.browser.visitor.filling import LATER, day
from tests.browser.visitor.journey import AGREED, WAYS, Journey
from tests.browser.visitor.late import add_source, committee_agrees_if, consult, meet_condition
from tests.forms import samples
from tests.journeys.lives.test_six_years import live_and_assert
from workflows.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

HIGH = "stop_and_search"
ASKED = "What do new officers learn of it?"
NAME_THEM = "Name the six groups."
TAUGHT = " New officers are taught it before they go out."


@pytest.mark.parametrize("way", WAYS)
def test_stop_and_search(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    edition = screened(journey)
    assessed_and_returned(journey, edition)
    consult(journey, edition)
    work_together(journey, edition)
    concluded(journey, edition)
    planned_and_returned(journey, edition)
    committee_agrees_if(journey, edition)
    published(journey, edition)
    read_by_the_public(journey, edition)
    assert journey.world.faults() == []


def test_every_mail_of_six_years(years, tmp_path):
    live_and_assert(years, tmp_path)


def screened(journey):
    """Registered, screened, and found to be of high relevance."""
    since = {name: value for name, (value,) in day("operating_since", "2020-01-01").items()}
    edition = journey.register(
        "Stop and search", subject_type="policy", operation="operating", **since
    )
    journey.screen(HIGH)
    unit = journey.person("strategy")
    unit.open("/desk")
    unit.use('form[action$="/claim"] button')
    unit.use('main th a[href$="/decision"]')
    assert "High relevance" in unit.text() and "Claimed by you" in unit.text()
    journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})
    return edition


def assessed_and_returned(journey, edition):
    """The full assessment on its evidence; signed, returned, mended, and signed again."""
    for record in samples.evidence_records(HIGH):
        add_source(journey, edition, record)
    author = journey.from_mail("author")
    author.use('a[href$="/assessment"]')
    met = journey.answer("assessment", samples.assessment_answers(HIGH))
    assert {"race-effects-detail", "rights", "plan-whom"} <= set(met)
    journey.hand_in()

    journey.ask_for(edition, "adviser")
    journey.from_mail("adviser")
    journey.sign("adviser", "adviser")
    unit = journey.from_mail("strategy")
    unit.press("#answer-carried_out_by summary")
    unit.fill({"comment-carried_out_by": [ASKED]})
    unit.use("#answer-carried_out_by .govuk-details__text button")
    unit.use('section[aria-labelledby="people"] button[name="grade"][value="to_fix"]')
    journey.return_(edition, "Say what new officers learn of it.", return_to="assessment")

    author = journey.from_mail("author")
    author.use('a[href$="/assessment/people"]')
    assert ASKED in author.text()
    who = samples.assessment_answers(HIGH)["carried_out_by"]
    author.fill({"carried_out_by": [who + TAUGHT]})
    author.use(LATER)
    author.use('main a[href$="/check"]')
    journey.hand_in()
    unit = journey.from_mail("strategy")
    assert "Void: the answers have changed since." in unit.text()
    assert TAUGHT.strip() in unit.page.locator("[aria-labelledby=since-return]").inner_text()
    for who in ("adviser", "legal"):
        journey.ask_for(edition, who)
        journey.from_mail(who)
        journey.sign(who, who)
    journey.approve(edition, approve_reason="It now says what new officers learn of it.")
    assert journey.stage(edition) is Stage.CONSULTATION


def work_together(journey, edition):
    """A colleague is invited, and comments on a question, which the author then finds."""
    author, form = journey.person("author"), f"/assessments/{edition.assessment_id}/consultation"
    author.open(form)
    author.use('main a[href$="/people"]')
    author.fill({"person": [journey.world.refs["colleague"]]})
    author.use('main form[action$="/people"] button')
    colleague = journey.from_mail("colleague")
    colleague.open(f"{form}/comment/consultation_summary")
    colleague.fill({"text": [NAME_THEM]})
    colleague.use('main form[action$="/comment/consultation_summary"] button')
    author.open(f"{form}/influence")
    assert NAME_THEM in author.text()
    author.use('#answers button[value^="dealt-with-"]')
    author.open(form)


def concluded(journey, edition):
    """What people said, what it changed, and what is left; signed and approved."""
    met = journey.answer("consultation", samples.consultation_answers(HIGH))
    assert {"influence", "race-residual-detail", "conclusion"} <= set(met)
    journey.hand_in()
    sign_and_approve(journey, edition)


def sign_and_approve(journey, edition):
    """Both advisers sign the conclusion, and the Strategy Unit approves it."""
    for who in ("adviser", "legal"):
        journey.person(who).open(f"/assessments/{edition.assessment_id}/signatures/{who}")
        journey.sign(who, who)
    journey.approve(edition)
    assert journey.stage(edition) is Stage.MONITORING_PLAN


def planned_and_returned(journey, edition):
    """The monitoring plan; returned once more, to an earlier stage."""
    author = journey.from_mail("author")
    author.use('a[href$="/monitoring_plan"]')
    journey.answer("monitoring_plan", samples.monitoring_plan_answers(HIGH))
    journey.hand_in()
    journey.return_(edition, "Say when the panel first picks.", return_to="consultation")
    assert journey.stage(edition) is Stage.CONSULTATION

    author = journey.from_mail("author")
    author.use('a[href$="/consultation/influence"]')
    changed = samples.consultation_answers(HIGH)["consultation_influence"]
    author.fill({"consultation_influence": [f"{changed} It first does so in June."]})
    author.use(LATER)
    author.use('main a[href$="/check"]')
    journey.hand_in()
    unit = journey.from_mail("strategy")
    assert "Round 2" in unit.text()  # rounds count by the form
    sign_and_approve(journey, edition)
    author = journey.from_mail("author")
    author.use('a[href$="/monitoring_plan"]')
    author.use('main a[href$="/check"]')
    journey.hand_in()


def published(journey, edition):
    """The condition holds publication up until it is met."""
    unit = journey.from_mail("strategy")
    answers = samples.publication_answers(HIGH)
    journey.answer("publication", answers, "strategy")
    assert "this stands in the way" in unit.text()
    assert unit.page.locator('main a[href$="/publish"]').count() == 0
    meet_condition(journey)
    journey.check_disclosure(edition)
    unit.open(f"/assessments/{edition.assessment_id}/publication/check")
    unit.use('main a[href$="/publish"]')
    unit.use('form[action$="/publish"] button')
    assert "It is published." in unit.text()
    assert journey.stage(edition) is Stage.CURRENT


def read_by_the_public(journey, edition):
    """Anybody finds it in the register; what is internal is told of to nobody."""
    public = journey.public()
    public.open("/")
    public.fill({"words": ["stop"]})
    public.use("main form button")
    public.use(f'main a[href="/register/{edition.reference}"]')
    public.press("main details summary")
    words = public.text()
    for shown in (
        samples.publication_answers(HIGH)["plain_summary"],
        "High relevance",
        "Stop and search by ethnic group, 2019/20",
        "One source is not public.",
        "It first does so in June.",
        "Black Caribbean",
    ):
        assert shown in words, shown
    assert TAUGHT.strip() in public.page.content()
    for hidden in ("Complaints about searches", "Train all sergeants", ASKED, AGREED):
        assert hidden not in public.page.content(), hidden
