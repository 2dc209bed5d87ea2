"""Later steps of a policy's life on their pages: sources, consultation, committee, condition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.browser.visitor.filling import day
from tests.browser.visitor.journey import Journey
from tests.ria.building import Edition
from workflows.stages import Stage

NEEDED = "Train all sergeants."
TRAINED = "All 42 sergeants took the course."
LATE = "The policy has operated since 2020 and was never assessed."


def add_source(journey: Journey, edition: Edition, record: dict[str, Any]) -> None:
    """The author puts a source into the bank."""
    author = journey.person("author")
    author.open(f"/evidence?policy={edition.reference}")
    author.use('main a[href$="/evidence/new"]')
    fields = {name: [str(value)] for name, value in record.items() if name not in ("ref", "as_of")}
    author.fill({**fields, **day("as_of", str(record["as_of"]))})
    author.use('form[action$="/evidence/new"] button.govuk-button')
    assert author.page.url.endswith(f"/evidence/{record['ref']}")
    assert record["finding"] in author.text()


def consult(journey: Journey, edition: Edition) -> None:
    """People are asked, are given longer, and have answered."""
    author = journey.from_mail("author")
    author.use('a[href$="/consultation"]')
    assert "Consultation: planned" in author.text()
    world = journey.world
    closes = world.clock.now().date() + dt.timedelta(days=84)
    author.use('main a[href$="/consultation/open"]')
    author.fill(day("closes_on", closes.isoformat()))
    author.use('form[action$="/consultation/open"] button')
    assert "Consultation: open until" in author.text()
    author.use('main a[href$="/consultation/extend"]')
    author.fill({**day("closes_on", (closes + dt.timedelta(days=6)).isoformat()),
                 "reason": ["Two groups hold a meeting first."]})  # fmt: skip
    author.use('form[action$="/consultation/extend"] button')
    journey.later(91)
    author.open(f"/assessments/{edition.assessment_id}/consultation")
    author.use('main a[href$="/consultation/close"]')
    author.use('form[action$="/consultation/close"] button')
    assert "Consultation: closed" in author.text()


def committee_agrees_if(journey: Journey, edition: Edition) -> None:
    """The secretary records the committee's decision, on a condition, and the plan is approved."""
    secretary, today = journey.person("secretary"), journey.world.clock.now().date()
    secretary.open("/work")
    secretary.use('main a[href$="/agenda"]')
    assert "Stop and search" in secretary.text()
    secretary.use('main a[href$="/decision-sheet"]')
    assert "What the committee is asked" in secretary.text()
    secretary.open(f"/assessments/{edition.assessment_id}/signatures/committee")
    on = {name: value for name, (value,) in day("decided_on", today.isoformat()).items()}
    by = today + dt.timedelta(days=14)
    journey.sign(
        "secretary",
        "committee",
        sitting="meeting",
        minute_reference="Minute 7/2027",
        **on,
        verdict="agree_if",
        **{
            "conditions-r1-text": NEEDED,
            "conditions-r1-owner": journey.world.refs["colleague"],
            "conditions-r1-due": f"{by.day} {by.month} {by.year}",
            "conditions-r1-before": "yes",
        },
        interval_months="9",
    )
    journey.approve(edition, approve_reason=LATE)
    assert journey.stage(edition) is Stage.APPROVED


def meet_condition(journey: Journey) -> None:
    """Whoever sees to the condition records how it was met."""
    colleague = journey.person("colleague")
    colleague.open("/work")
    assert NEEDED in colleague.text()
    colleague.use('main a[href*="/conditions/"]')
    colleague.fill({"how": [TRAINED]})
    colleague.use('main form[action*="/conditions/"] button')
    assert "Met" in colleague.page.locator("tr", has_text=NEEDED).inner_text()
