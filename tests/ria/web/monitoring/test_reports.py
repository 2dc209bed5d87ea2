"""Monitoring reports in the browser's words: filed by the owner, checked, and public."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from ria.models import MonitoringReport
from tests.ria import road

FINDING = "Out of every 1,000 Black people 41 were searched, out of every 1,000 White people 6."
TYPED = {
    "kind": "full",
    "finding": FINDING,
    "explanation": "Two districts stopped searching on smell alone.",
    "action": "The rule goes to all districts by September.",
}


@pytest.fixture
def current(site):
    """Stop and search, current since 1 February 2027; today its first report is three days late."""
    edition = road.approved(site.world)
    moments = (dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC), dt.datetime(2027, 5, 4, 9, tzinfo=dt.UTC))
    site.world.clock.at = moments[0]
    road.publish(site.world, edition)
    site.world.clock.at = moments[1]
    return edition


def reports(edition, rest=""):
    return f"/assessments/{edition.assessment_id}/reports{rest}"


def linked(visitor, text):
    """The address of the page's first link whose words begin so."""
    [found, *_] = [a for a in visitor.page.main.find_all("a") if a.text.strip().startswith(text)]
    return found["href"]


def test_a_report_goes_from_its_owner_to_the_public(site, current):
    owner = site.visitor("author")
    owner.get(f"/policies/{current.reference}")
    owner.get(linked(owner, "Monitoring reports"))
    assert "Report 1 is due by 1 May 2027" in owner.text()
    assert "It is 3 days late" in owner.text()
    owner.get(linked(owner, "File report 1"))
    figures = (io.BytesIO(b"Black 41 in 1,000, White 6 in 1,000"), "figures.txt")
    owner.submit({**TYPED, "file-upload": figures})
    owner.follow()
    assert "Filed late" in owner.text()
    assert "Report 2 is due by 1 August 2027" in owner.text()
    assert "Publish it" not in owner.text()
    [report] = site.world.all(MonitoringReport)
    public = f"/register/{current.reference}/reports/{report.id}"
    site.visitor().get(public, 404)

    unit = site.visitor("strategy")
    unit.get(reports(current))
    unit.get(linked(unit, "Publish it"))
    assert FINDING in unit.text()
    unit.submit(status=422)
    assert "Confirm that nobody can be recognised in it" in unit.text()
    unit.submit({"checked": "yes"})
    unit.follow()
    assert "Public since 4 May 2027" in unit.text()

    anyone = site.visitor()
    anyone.get(f"/register/{current.reference}")
    anyone.get(linked(anyone, "Report 1"))
    assert FINDING in anyone.text()
    assert "4 May 2027, 3 days late" in anyone.text()
    assert "Author" not in anyone.text()
    assert anyone.client.get(f"{public}.json").json["finding"] == FINDING
    file = anyone.client.get(f"{public}/file")
    assert file.data == b"Black 41 in 1,000, White 6 in 1,000"
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_what_is_missing_or_wrong_is_told_at_its_field_and_nothing_is_lost(site, current):
    owner = site.visitor("author")
    owner.get(reports(current, "/1/file"))
    owner.submit({"kind": "full", "finding": FINDING}, status=422)
    assert "Say what explains it" in owner.text()
    assert FINDING in owner.page.find("textarea", attrs={"name": "finding"}).text
    late = {"expected_on-day": "2", "expected_on-month": "9", "expected_on-year": "2027"}
    reason = "The new system counts wrong since April."
    owner.submit({"kind": "holding", "reason": reason, **late}, status=422)
    assert "The report must come before the next one is due" in owner.text()
    assert site.world.all(MonitoringReport) == []


def test_others_read_what_was_filed_and_file_nothing(site, current):
    for name in ("scrutiny", "chair"):
        visitor = site.visitor(name)
        visitor.get(reports(current))
        assert "File report 1" not in visitor.text()
        visitor.get(reports(current, "/1/file"), 403)
    stranger = site.visitor("colleague")
    stranger.get(f"/policies/{current.reference}")
    assert "Monitoring reports" not in stranger.page.get_text()
    for rest in ("", "/1/file"):
        stranger.get(reports(current, rest), 404)
    site.visitor("author").get(reports(current, "/2/file"), 303)
    site.visitor("strategy").get(reports(current, "/99/publish"), 404)
