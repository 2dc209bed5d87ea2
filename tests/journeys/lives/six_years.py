"""What happens to one policy of high relevance from 2026 to 2032, and on which day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.forms import samples
from tests.journeys.life import decide, register_and_start
from tests.journeys.lives.full_road import (
    APPROVE,
    HIGH,
    OPERATING,
    assessed_with_sources,
    committee_agrees,
    day,
    fill_and_hand_in,
    sign,
    to_the_register,
)
from tests.journeys.lives.years import TITLE, Years
from tests.ria.building import Edition
from workflows.stages import Stage

REPORT = {
    "kind": "full",
    "finding": "Of every 1,000 Black people 41 were searched, of every 1,000 White people 6.",
    "explanation": "Two districts stopped searching on smell alone.",
    "action": "The rule goes to all districts by September.",
}
PUT_OFF = "The new records system counts wrong since January."
LAWFUL = "A new law gives the power to another body from this year on."


def live(years: Years) -> None:
    """The six years."""
    years.begin(dt.date(2026, 3, 2))
    publish_first(years)
    first_year_of_reports(years)
    second = amend(years)
    go_on(years, second)
    go_on_late(years, second)
    revoke(years, second)


def publish_first(years: Years) -> None:
    """Assessed, consulted on for ninety days and published, on 1 June 2026."""
    author = years.person("author", usual=True)
    years.edition = register_and_start(author, TITLE, **OPERATING)
    answers = assessed_with_sources(author, years.edition, HIGH)
    to_the_register(years.as_usual, years.edition, answers, years.wait)
    assert years.today == dt.date(2026, 6, 1)


def first_year_of_reports(years: Years) -> None:
    """One report in time, one nine days late, one put off by a holding report."""
    first = years.edition
    years.until(2026, 8, 20)
    file_report(years, first, 1)
    years.until(2026, 8, 24)
    publish_report(years, first, 1)
    years.until(2026, 12, 10)
    file_report(years, first, 2)
    years.until(2027, 1, 6)
    publish_report(years, first, 2)  # 21 December was the day
    years.until(2027, 2, 22)
    expected = day("expected_on", dt.date(2027, 3, 29))
    file_report(years, first, 3, kind="holding", reason=PUT_OFF, **expected)
    assert stage(years, first) is Stage.CURRENT
    years.until(2027, 3, 25)
    assert stage(years, first) is Stage.REVIEW  # since 3 March: the system began it
    file_report(years, first, 3)
    publish_report(years, first, 3)


def amend(years: Years) -> Edition:
    """The review calls for a change; the second edition goes all the way, and the first ends."""
    first = years.edition
    years.until(2027, 4, 8)
    review(years, first, review_decision="amend")
    years.until(2027, 4, 12)
    decide(years.person("strategy"), first, APPROVE)
    assert stage(years, first) is Stage.CURRENT
    years.until(2027, 4, 14)
    author = years.person("author")
    author.get(f"/policies/{first.reference}")
    [start] = [f for f in author.page.find_all("form") if f["action"].endswith("/start")]
    author.submit(action=start["action"])
    second = Edition(first.reference, int(start["action"].split("/")[2]))
    answers = assessed_with_sources(years.person("author", usual=True), second, HIGH)
    to_the_register(years.site, second, answers, lambda site, days: consult(years, days))
    assert years.today == dt.date(2027, 7, 14)
    assert (stage(years, first), stage(years, second)) == (Stage.SUPERSEDED, Stage.CURRENT)
    for where in ("policies", "register"):
        author.get(f"/{where}/{first.reference}/compare")
        assert " compared" in author.text()
    reports(years, second, range(1, 4))  # due on the 14th of October, January and April
    return second


def consult(years: Years, days: int) -> None:
    """While people are consulted on the second edition, a report on the first falls due."""
    end = years.today + dt.timedelta(days=days)
    years.until(2027, 5, 20)
    file_report(years, years.edition, 4)
    years.until(2027, 5, 24)
    publish_report(years, years.edition, 4)
    years.until(end.year, end.month, end.day)


def go_on(years: Years, second: Edition) -> None:
    """The review of 2028 lets the policy go on, and sets thirty-six months."""
    years.until(2028, 6, 5)
    assert stage(years, second) is Stage.REVIEW  # since 15 April
    review(years, second, review_decision="continue")
    sign(years.person("adviser"), second, "adviser")
    committee_agrees(years.site, second, "Minute 6/2028", 36)
    decide(years.person("strategy"), second, APPROVE)
    reports(years, second, range(4, 16))


def go_on_late(years: Years, second: Edition) -> None:
    """The review of 2031 is handed in after its day, and lets the policy go on once more."""
    years.until(2031, 6, 12)
    review(years, second, review_decision="continue")
    sign(years.person("adviser"), second, "adviser")
    committee_agrees(years.site, second, "Minute 6/2031", 36)
    decide(years.person("strategy"), second, APPROVE)
    reports(years, second, range(16, 18))


def revoke(years: Years, second: Edition) -> None:
    """Revoked in January 2032; the policy's use ends a week after the day it should have."""
    years.until(2032, 1, 20)
    unit, page = years.person("strategy"), f"/assessments/{second.assessment_id}/actions/revoke"
    unit.get(page)
    unit.submit({"reason": LAWFUL, "reference": "Minute 1/2032", "urgent": "no"}, action=page)
    assert stage(years, second) is Stage.REVOKED
    years.until(2032, 2, 24)
    author, change = years.person("author"), f"/policies/{second.reference}/change"
    author.get(change)
    ended = {"operation": "ended", "reason": LAWFUL, **day("ended_on", dt.date(2032, 2, 24))}
    author.submit(ended, action=change)
    years.until(2033, 1, 31)


# --- What is done more than once --------------------------------------------------------------


def stage(years: Years, edition: Edition) -> Stage:
    """Where the edition stands."""
    return years.site.world.row(edition).stage


def review(years: Years, edition: Edition, **answers: Any) -> None:
    """The author fills the review in and hands it in."""
    usual = samples.review_answers(HIGH, contact=years.site.world.refs["author"])
    fill_and_hand_in(years.person("author"), edition, "review", {**usual, **answers})


def reports(years: Years, edition: Edition, numbers: range) -> None:
    """Each report is filed ten days before its day, and published two days later."""
    published = years.site.world.row(edition).published_on
    for number in numbers:
        months = published.month - 1 + 3 * number
        due = dt.date(published.year + months // 12, months % 12 + 1, published.day)
        on = due - dt.timedelta(days=10)
        years.until(on.year, on.month, on.day)
        file_report(years, edition, number, usual=number > 1)
        years.wait(years.site, 2)
        publish_report(years, edition, number, usual=number > 1)


def file_report(
    years: Years, edition: Edition, number: int, usual: bool = False, **fields: str
) -> None:
    """The author files a report."""
    author, page = years.person("author", usual), f"/assessments/{edition.assessment_id}/reports"
    author.get(f"{page}/{number}/file")
    author.submit({**REPORT, **fields}, action=f"{page}/{number}/file")


def publish_report(years: Years, edition: Edition, number: int, usual: bool = False) -> None:
    """The Strategy Unit publishes it."""
    unit, page = years.person("strategy", usual), f"/assessments/{edition.assessment_id}/reports"
    unit.get(page)
    newest, *_ = unit.page.select('main a[href$="/publish"]')
    unit.get(newest["href"])
    unit.submit({"checked": "yes"})
