"""The whole road of a policy, page by page: from registration to the public register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.forms import samples
from tests.journeys.life import decide, register_and_start
from tests.ria.building import Edition
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site
from tests.ria.web.filling import address, fill_in_form

HIGH, LOW = "stop_and_search", "staff_car_parking"
APPROVE = {"decision": "approve", "due_regard": "yes"}
NEWEST = "These are the newest figures there are. The next come out in October."
LATE = "The policy has operated since 2020 and was never assessed."
Wait = Callable[[Site, int], None]
"""Whatever lets so many days go by."""
OPERATING = {
    "operation": "operating",
    "operating_since-day": "1",
    "operating_since-month": "1",
    "operating_since-year": "2020",
}


def day(name: str, when: dt.date) -> dict[str, str]:
    """The three inputs of a date."""
    parts = {"day": when.day, "month": when.month, "year": when.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def assessed_with_sources(author: Visitor, edition: Edition, case: str) -> dict[str, Any]:
    """Put the sources of a case into the evidence bank; its answers, citing them as they are
    numbered there."""
    page, numbered = f"/policies/{edition.reference}/evidence/new", {}
    for record in samples.evidence_records(case):
        author.get(page)
        given = {key: value for key, value in record.items() if key not in ("ref", "as_of")}
        as_of = dt.date.fromisoformat(str(record["as_of"]))
        author.submit({**given, **day("as_of", as_of)}, action=page)
        numbered[record["ref"]] = author.response.headers["Location"].rpartition("/")[2]
    answers = samples.assessment_answers(case)
    for question in ("figures", "voices", "evidence_used"):
        if question in answers:
            answers[question] = [numbered[ref] for ref in answers[question]]
    return answers


def leave_findings(visitor: Visitor) -> int:
    """Give a reason for everything that is found on the check page; how much that was."""
    count = 0
    while here := visitor.page.select_one('form[action$="/findings"]'):
        box, button = here.find("textarea"), here.find("button")
        visitor.post(button["formaction"], {**visitor.filled(here), box["name"]: NEWEST})
        visitor.follow()
        count += 1
    return count


def fill_and_hand_in(author: Visitor, edition: Edition, form: str, answers: dict[str, Any]) -> int:
    """Answer a form page by page, deal with what is found, and hand it in; what was found."""
    fill_in_form(author, edition, form, answers)
    found = leave_findings(author)
    author.submit(action=address(edition, form=form))
    author.follow()
    assert "being decided on" in author.text()
    return found


def sign(signer: Visitor, edition: Edition, kind: str, **fields: str) -> None:
    """Sign what is read on the page of one capacity."""
    page = f"/assessments/{edition.assessment_id}/signatures/{kind}"
    signer.get(page)
    usual = {"verdict": "agree", "reason": "I read it and agree with it."}
    signer.submit({**usual, **fields}, action=page)


def later(site: Site, days: int) -> None:
    """Let days go by, for the organisation and for the browser's session alike."""
    site.world.clock.at += dt.timedelta(days=days)


def hold_consultation(site: Site, author: Visitor, edition: Edition, wait: Wait) -> None:
    """Open the consultation for ninety days, and close it after its last day."""
    page = address(edition, form="consultation")
    author.get(f"{page}/open")
    closes = site.world.clock.at.date() + dt.timedelta(days=90)
    author.submit(day("closes_on", closes), action=f"{page}/open")
    wait(site, 91)
    author = site.visitor("author")
    author.get(f"{page}/close")
    author.submit(action=f"{page}/close")


def publish(site: Site, edition: Edition, case: str) -> None:
    """The owner fills in the publication form, one of the Strategy Unit checks, one publishes."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    answers = samples.publication_answers(case)
    fill_in_form(author, edition, "publication", answers)
    assert "Somebody else takes the last step" in author.text()
    checker, about = site.visitor("strategy2"), f"/assessments/{edition.assessment_id}"
    checker.get(f"{about}/preview")
    checker.submit(action=f"{about}/preview")
    unit.get(address(edition, "check", form="publication"))
    unit.get(unit.page.select_one('main a[href$="/publish"]')["href"])
    unit.submit(action=f"{about}/publish")


def high_road(site: Site) -> Edition:
    """Stop and search: adviser, legal adviser, consultation and committee, to the register."""
    author = site.visitor("author")
    edition = register_and_start(author, "Stop and search", **OPERATING)
    answers = assessed_with_sources(author, edition, HIGH)
    assert to_the_register(site, edition, answers) == 2  # sources are old
    return edition


def to_the_register(
    site: Site, edition: Edition, answers: dict[str, Any], wait: Wait = later
) -> int:
    """From an open screening form to the register; how much was found in the assessment, whose
    answers these are."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    screening = samples.screening_answers(HIGH, contact=site.world.refs["author"])
    fill_and_hand_in(author, edition, "screening", screening)
    decide(unit, edition, APPROVE)
    found = fill_and_hand_in(author, edition, "assessment", answers)
    decide(unit, edition, APPROVE, status=422)
    sign(site.visitor("adviser"), edition, "adviser")
    sign(site.visitor("legal"), edition, "legal")
    decide(unit, edition, APPROVE)
    hold_consultation(site, author, edition, wait)
    author, unit = site.visitor("author"), site.visitor("strategy")
    fill_and_hand_in(author, edition, "consultation", samples.consultation_answers(HIGH))
    sign(site.visitor("adviser"), edition, "adviser")
    sign(site.visitor("legal"), edition, "legal")
    decide(unit, edition, APPROVE)
    fill_and_hand_in(author, edition, "monitoring_plan", samples.monitoring_plan_answers(HIGH))
    committee_agrees(site, edition, "Minute 7/2027", 12)
    decide(unit, edition, {**APPROVE, "approve_reason": LATE})
    publish(site, edition, HIGH)
    return found


def committee_agrees(site: Site, edition: Edition, minute: str, months: int) -> None:
    """The secretary records what the committee decided today."""
    sitting = {"sitting": "meeting", "minute_reference": minute, "interval_months": str(months)}
    today = day("decided_on", site.world.clock.at.date())
    sign(site.visitor("secretary"), edition, "committee", **sitting, **today)


def low_road(site: Site) -> Edition:
    """Parking for staff: the short form, no consultation, the adviser's word, to the register."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    edition = register_and_start(author, "Parking for staff", **OPERATING)
    screening = samples.screening_answers(LOW, contact=site.world.refs["author"])
    fill_and_hand_in(author, edition, "screening", screening)
    decide(unit, edition, APPROVE)
    answers = assessed_with_sources(author, edition, LOW)
    assert fill_and_hand_in(author, edition, "assessment", answers) == 0
    decide(unit, edition, APPROVE, status=422)
    sign(site.visitor("adviser"), edition, "adviser")
    decide(unit, edition, APPROVE)
    publish(site, edition, LOW)
    return edition
