"""What the quality checker finds is mended, or left with a reason that whoever decides reads."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import QualityOverride
from ria.queries.assessment.quality import open_findings
from tests.forms import samples
from tests.ria import road
from tests.ria.web.filling import address
from workflows.actions import Action
from workflows.stages import Stage

REASON = "These are the newest figures there are. The next come out in October."


@pytest.fixture
def author(site):
    """The author's browser."""
    return site.visitor("author")


@pytest.fixture
def edition(site):
    """A policy whose assessment is complete, with two old sources."""
    return road.assessed(site.world)


def check(visitor, edition):
    """Open the page on which the assessment is checked; what is found there."""
    visitor.get(address(edition, "check", form="assessment"))
    return visitor.page.select("#findings .ria-finding:not(.ria-finding--left)")


def leave(visitor, edition, finding, reason=REASON, status=303):
    """Send the reason of one finding of the page last read."""
    data = {**visitor.filled(finding.find_parent("form")), box_of(finding): reason}
    visitor.post(finding.find("button")["formaction"], data, status=status)
    return data


def box_of(finding):
    """The name of the box for a finding's reason."""
    return finding.find("textarea")["name"]


def hand_in(visitor, edition, status=303):
    """Send the task list's form."""
    visitor.get(address(edition, form="assessment"))
    visitor.submit(action=address(edition, form="assessment"), status=status)


def test_each_finding_says_where_why_and_what_it_rests_on(author, edition):
    found = check(author, edition)
    assert len(found) == 2
    text = found[0].get_text(" ")
    assert "E1 speaks of 2020 and is over 5 years old" in text
    assert "Look for something newer, or say why it still holds." in text
    assert "Question: Which figures did you use?" in text
    assert "Rests on: Help of the question: each piece needs a source" in text
    link = found[0].find("a", href=address(edition, "evidence", form="assessment") + "#figures")
    author.get(link["href"].partition("#")[0])
    assert author.page.find(id="figures")


def test_it_cannot_be_handed_in_while_a_finding_is_open(site, author, edition):
    author.get(address(edition, form="assessment"))
    assert "2 things need a second look" in author.text()
    hand_in(author, edition, status=422)
    assert "2 things were found in the answers and not dealt with" in author.text()
    assert site.world.last(edition.reference)["unmet"] == ["quality_findings"]
    leave(author, edition, check(author, edition)[0])
    hand_in(author, edition, status=422)
    assert "One thing was found" in author.text()
    leave(author, edition, check(author, edition)[0])
    assert check(author, edition) == []
    assert author.text().count(REASON) == 2
    hand_in(author, edition)
    assert site.world.row(edition).stage is Stage.ASSESSMENT_APPROVAL
    assert site.world.faults() == []


def test_whoever_decides_reads_the_reasons(site, author, edition):
    for _ in range(2):
        leave(author, edition, check(author, edition)[0])
    hand_in(author, edition)
    for reader in ("strategy", "adviser"):
        visitor = site.visitor(reader)
        visitor.get(f"/assessments/{edition.assessment_id}/decision")
        left = visitor.page.select(".ria-finding--left")
        assert len(left) == 2 and REASON in left[0].text and "Author" in left[0].text
        assert left[0].find("a", href="#answer-figures")
        assert visitor.page.find(id="answer-figures")


def test_a_mended_answer_needs_no_reason(site, author, edition):
    world = site.world
    answers = {**samples.assessment_answers(road.HIGH), "figures": ["E4"]}
    road.fill_form(world, edition, "assessment", answers)
    assert check(author, edition) == []
    hand_in(author, edition)
    assert world.all(QualityOverride) == []


def test_a_reason_counts_until_the_answer_changes(site, author, edition):
    world = site.world
    leave(author, edition, check(author, edition)[0])
    answers = samples.assessment_answers(road.HIGH)
    other = {**answers, "combined": answers["combined"] + " And more."}
    road.fill_form(world, edition, "assessment", other)
    assert len(check(author, edition)) == 1
    road.fill_form(world, edition, "assessment", {**other, "figures": ["E1", "E2", "E4"]})
    assert len(check(author, edition)) == 2
    assert "Left as it is" not in author.text()


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "Say why the answer is right as it is"), ("Too short.", "Write at least 20 characters"),
     ("x" * 2_001, "2,000 characters or fewer"), ("  " * 30, "Say why")],
)  # fmt: skip
def test_a_reason_that_says_nothing_is_refused_and_kept(site, author, edition, reason, said):
    found = check(author, edition)
    leave(author, edition, found[1], reason, status=422)
    assert said in author.text()
    shown = author.page.select("#findings details")[1]
    assert shown.has_attr("open")
    assert shown.find("textarea").text.strip() == reason.strip()
    assert site.world.all(QualityOverride) == []


def test_sent_twice_it_is_left_once_and_a_better_reason_takes_its_place(site, author, edition):
    world = site.world
    finding = check(author, edition)[0]
    data = leave(author, edition, finding)
    author.post(finding.find("button")["formaction"], data)
    assert len(world.all(QualityOverride)) == 1
    author.get(address(edition, form="assessment"))
    better = f"{REASON} We asked for them."
    again = {**data, "token": "ab" * 16, box_of(finding): better}
    author.post(finding.find("button")["formaction"], again)
    assert [row.reason for row in world.all(QualityOverride)] == [better]
    assert world.kinds(edition.reference).count("finding_left") == 2
    assert world.faults() == []


def test_a_reason_half_typed_at_another_finding_is_not_lost(site, author, edition):
    first, second = check(author, edition)
    half = {box_of(second): "Half a reason"}
    data = {**author.filled(first.find_parent("form")), **half, box_of(first): "Too short."}
    author.post(first.find("button")["formaction"], data, status=422)
    (link,) = author.page.select(".govuk-error-summary a")
    assert link["href"] == f"#{box_of(first)}" and author.page.find(id=box_of(first))
    boxes = {box["name"]: box.text.strip() for box in author.page.select("#findings textarea")}
    assert boxes == {box_of(first): "Too short.", box_of(second): "Half a reason"}

    for _ in range(2):  # sent again from the page that keeps what is half typed: once is enough
        author.post(first.find("button")["formaction"], {**data, box_of(first): REASON}, status=200)
        assert "The answer stays as it is." in author.page.text
        (box,) = author.page.select("#findings textarea")
        assert (box["name"], box.text.strip()) == (box_of(second), "Half a reason")
        assert box.find_parent("details").has_attr("open")
    assert len(site.world.all(QualityOverride)) == 1
    sent = author.filled(box.find_parent("form"))
    button = box.find_parent("details").find("button")
    author.post(button["formaction"], {**sent, box["name"]: REASON})
    assert author.response.headers["Location"].endswith("/check#findings")
    assert len(site.world.all(QualityOverride)) == 2


def test_a_finding_that_is_gone_is_not_left_and_the_text_is_kept(site, author, edition):
    finding = check(author, edition)[0]
    answers = {**samples.assessment_answers(road.HIGH), "figures": ["E4"]}
    road.fill_form(site.world, edition, "assessment", answers)
    leave(author, edition, finding, status=409)
    assert "The answer has changed since you opened this page" in author.text()
    assert REASON in author.text()


def test_only_whoever_fills_it_in_can_leave_a_finding(site, author, edition):
    finding = check(author, edition)[0]
    path = finding.find("button")["formaction"]
    data = {**author.filled(finding.find_parent("form")), box_of(finding): REASON}
    for reader in ("strategy", "adviser", "scrutiny"):
        visitor = site.visitor(reader)
        visitor.get(address(edition, "check", form="assessment"))
        assert visitor.page.find(id="findings") is None
        token = visitor.filled(visitor.page.find("form", method="post"))["csrf_token"]
        visitor.post(path, {**data, "csrf_token": token}, status=403)
    road.hand_in(site.world, edition)
    author.get(address(edition, form="assessment"))
    author.post(path, {**data, "token": "cd" * 16}, status=422)
    assert "This form is closed" in author.text()


def test_empty_phrases_are_found_in_every_form_and_before_publication(site, author):
    world = site.world
    edition = road.approved_low(world)
    answers = samples.publication_answers(road.LOW)
    empty = {
        **answers,
        "who_affected": "All staff are treated the same. " + "Nobody is left out. " * 3,
    }
    road.fill_form(world, edition, "publication", empty)
    unit = site.visitor("strategy")
    unit.get(address(edition, "check", form="publication"))
    assert "is said without a fact that shows it" in unit.text()
    road.check_disclosure(world, edition)
    door = f"/assessments/{edition.assessment_id}/publish"
    unit.get(door)
    unit.submit(action=door, status=422)
    road.fill_form(world, edition, "publication", answers)
    road.check_disclosure(world, edition)
    world.act("strategy", edition, Action.PUBLISH)
    assert world.row(edition).stage is Stage.CURRENT


def test_nothing_is_found_on_a_page_before_its_first_answer(site, author):
    edition = road.in_assessment(site.world, road.LOW)
    answers = road.ANSWERS["assessment"](road.LOW)
    assert check(author, edition) == []
    road.add_sources(site.world, edition, road.LOW)
    first = {key: answers[key] for key in ("aims", "benefits")}
    road.fill_form(site.world, edition, "assessment", first)
    assert check(author, edition) == []
    author.get(address(edition, form="assessment"))
    assert "second look" not in author.text()
    content = road.content_of(site.world, edition, "assessment")
    with site.world.store.read_session() as session:
        found = open_findings(session, edition.assessment_id, content, dt.date(2026, 11, 23))
    assert {one.finding.section for one in found} == {"disability-effects", "sex-effects"}


def test_the_missing_disclosure_check_leads_to_where_it_is_signed(site, author):
    edition = road.approved_low(site.world)
    answers = road.ANSWERS["publication"](road.LOW)
    road.fill_form(site.world, edition, "publication", answers, "strategy")
    unit = site.visitor("strategy")
    for page in ("publication", "publication/check", "publish"):
        unit.get(f"/assessments/{edition.assessment_id}/{page}")
        link = unit.page.find("a", string="The disclosure check is not signed")
        path, _, place = link["href"].partition("#")
        unit.get(path)
        assert unit.page.find(id=place)
