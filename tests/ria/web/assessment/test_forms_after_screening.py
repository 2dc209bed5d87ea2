"""The forms after the screening, page by page: carried answers, old judgements, the last step."""

from __future__ import annotations

import pytest

from ria.models import Operation, Publication
from tests.forms import samples
from tests.ria import road
from tests.ria.web.filling import address, fill_in_form
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage


@pytest.fixture
def author(site):
    """The author's browser."""
    return site.visitor("author")


def stored(world, form, edition):
    """Every stored answer of a form."""
    content = road.content_of(world, edition, form)
    return {key: value for row in content.sections.values() for key, value in row.answers.items()}


def is_seen(question):
    """Whether somebody with scripts sees a question of the page: nothing revealed is counted
    unless the answer that reveals it is chosen."""
    if question.find_parent(class_="govuk-radios__conditional--hidden"):
        return False
    waits = question.get("data-only-if")
    inputs = (
        question.find_previous(attrs={"data-question": waits}).select("input[checked]")
        if waits
        else []
    )
    return not waits or any(i["value"] in question["data-only-if-values"].split() for i in inputs)


def offered(visitor, edition):
    """What the policy's page offers: words and addresses."""
    visitor.get(f"/policies/{edition.reference}")
    links = visitor.page.select("section[aria-labelledby=open-to-you] a")
    return {link.text.strip(): link["href"] for link in links}


# --- Every form, page by page ---------------------------------------------------------------


def test_the_full_assessment_is_filled_in_page_by_page(world, author):
    edition = road.in_assessment(world)
    road.add_sources(world, edition, road.HIGH)
    answers = samples.assessment_answers(road.HIGH)
    met = fill_in_form(author, edition, "assessment", answers)
    assert "race-effects-detail" in met and "consultation-choice" not in met
    assert author.page.h1.text == "Check your answers"
    assert "rule a" not in author.text() and "No answer is missing" in author.text()
    saved = stored(world, "assessment", edition)
    assert {key: saved[key] for key in answers} == answers
    assert not {"level", "affected", "race_groups"} & set(saved)


def test_the_short_assessment_asks_at_most_twenty_questions(world, author):
    edition = road.in_assessment(world, road.LOW)
    road.add_sources(world, edition, road.LOW)
    answers = samples.assessment_answers(road.LOW)
    met = fill_in_form(author, edition, "assessment", answers)
    on_the_pages = 0
    for section in met:
        author.get(address(edition, section, form="assessment"))
        on_the_pages += sum(map(is_seen, author.page.select("[data-question]")))
    author.get(address(edition, "check", form="assessment"))
    to_check = author.page.select(".govuk-summary-list__row[id]")
    assert 15 <= len(to_check) == on_the_pages <= 20
    author.submit(action=address(edition, form="assessment"))
    assert world.row(edition).stage is Stage.ASSESSMENT_APPROVAL


def test_the_consultation_form_is_filled_in_page_by_page(world, author):
    edition = road.in_consultation(world)
    answers = samples.consultation_answers(road.HIGH)
    fill_in_form(author, edition, "consultation", answers)
    saved = stored(world, "consultation", edition)
    assert {key: saved[key] for key in answers} == answers
    assert not {"level", "race_grouping", "smaller_groups_before"} & set(saved)
    author.submit(action=address(edition, form="consultation"))
    assert world.row(edition).stage is Stage.CONSULTATION_APPROVAL


def test_the_monitoring_plan_and_the_publication_are_filled_in_page_by_page(site, world, author):
    edition = road.in_monitoring_plan(world)
    plan = samples.monitoring_plan_answers(road.HIGH)
    fill_in_form(author, edition, "monitoring_plan", plan)
    assert stored(world, "monitoring_plan", edition).items() >= plan.items()
    author.submit(action=address(edition, form="monitoring_plan"))
    road.committee_agrees(world, edition)
    unit = site.visitor("strategy")
    answers = samples.publication_answers(road.HIGH)
    fill_in_form(author, edition, "publication", answers)
    assert "Somebody else takes the last step" in author.text()
    unit.get(address(edition, "check", form="publication"))
    assert "The disclosure check is not signed" in unit.text()
    road.check_disclosure(world, edition)
    door = f"/assessments/{edition.assessment_id}/publish"
    unit.get(door)
    sent = unit.filled(unit.form(door))
    for _ in range(2):
        unit.post(door, sent)
    assert world.row(edition).stage is Stage.CURRENT
    assert len(world.all(Publication)) == 1 and world.faults() == []


# --- What comes from the forms before -------------------------------------------------------


def test_the_question_for_evidence_leads_to_where_it_is_added(world, author):
    edition = road.in_assessment(world)
    author.get(address(edition, "evidence", form="assessment"))
    link = author.page.select_one("#answers a[href^='/evidence']")
    assert link["href"] == f"/evidence?policy={edition.reference}"
    author.get(link["href"])
    assert author.page.select(f"a[href='/policies/{edition.reference}/evidence/new']")


def test_carried_answers_count_at_once_and_are_marked(world, author):
    edition = road.in_assessment(world)
    author.get(address(edition, form="assessment"))
    first = author.page.select_one(".govuk-task-list li").get_text(" ")
    assert "What it is meant to do" in first and "Not started" in first
    page = address(edition, "aims", form="assessment")
    author.get(page)
    marked = [p.text for p in author.page.select(".ria-carried")]
    assert len(marked) == 2
    assert not author.page.select("#answers a[href^='/evidence']")
    assert all("Carried forward from the screening form" in text for text in marked)
    purpose = samples.screening_answers(road.HIGH)["purpose"]
    assert author.filled(author.form(page))["aims"] == [purpose]
    author.submit({"aims": f"{purpose} It also protects staff."}, action=page)
    author.get(page)
    assert len(author.page.select(".ria-carried")) == 1
    author.get(address(edition, "check", form="assessment"))
    row = author.page.select_one("#answer-benefits")
    assert "Carried forward from the screening form" in row.text
    assert "Carried forward" not in author.page.select_one("#answer-aims").text


def test_a_section_that_is_filled_in_already_says_so(world, author):
    edition = road.in_assessment(world, road.LOW)
    author.get(address(edition, form="assessment"))
    first = author.page.select_one(".govuk-task-list li").get_text(" ")
    assert "Filled in for you: check it" in first


def test_old_judgements_stand_beside_and_start_unanswered(world, author):
    edition = road.in_consultation(world)
    page = address(edition, "race-effects-detail", form="consultation")
    author.get(page)
    fields = author.filled(author.form(page))
    assert not any(
        name.startswith("race_effects_detail-") and name.endswith("effect") for name in fields
    )
    groups = author.page.select(".ria-group")
    before = samples.assessment_answers(road.HIGH)["race_effects_detail"]
    assert len(groups) == len(before) == len(author.page.select(".ria-group .ria-before"))
    black = author.page.select_one("#race_effects_detail-black_caribbean")
    assert before["black_caribbean"]["how"] in black.select_one(".ria-before").text
    assert black.find("textarea").text.strip() == ""
    author.get(address(edition, "check", form="consultation"))
    row = author.page.select_one("#answer-race_effects_detail")
    assert "Not answered" in row.text and "What was thought before" in row.text


def test_what_is_only_taken_over_is_never_shown_as_an_answer(world, author):
    edition = road.assessed(world)
    author.get(address(edition, "check", form="assessment"))
    keys = {row["id"] for row in author.page.select(".govuk-summary-list__row[id]")}
    assert "answer-aims" in keys
    assert not keys & {"answer-level", "answer-affected", "answer-race_groups"}
    assert author.page.select_one(".ria-rating") is None


# --- Who sees which form --------------------------------------------------------------------


def test_readers_read_every_form_and_change_none(site, world):
    edition = road.approved(world)
    reader = site.visitor("scrutiny")
    links = offered(reader, edition)
    forms = ("screening", "assessment", "consultation", "monitoring_plan", "publication")
    named = {f"Read the {form.replace('_', ' ')} form" for form in forms}
    assert named | {"Preview the public page"} == set(links)
    for form in forms:
        reader.get(address(edition, form=form))
        assert reader.page.select_one("#hand-in") is None
        first = reader.page.select_one(".govuk-task-list a")["href"]
        reader.get(first)
        assert reader.page.select("main form") == []
        reader.get(address(edition, "check", form=form))
        assert reader.page.select("main form") == []


def test_the_policys_page_leads_to_the_form_of_the_stage(site, world, author):
    edition = road.assessed(world)
    links = offered(author, edition)
    assert links["Fill in the assessment form"] == address(edition, form="assessment")
    assert links["Read the screening form"] == address(edition)
    road.hand_in(world, edition)
    unit = offered(site.visitor("strategy"), edition)
    assert unit["Decide on the assessment form"].endswith("/decision")
    assert "Read the assessment form" in offered(author, edition)
    author.get(address(edition, "aims", form="assessment"))
    assert author.page.find("textarea") is None


def test_an_earlier_form_cannot_be_changed_or_handed_in_again(world, author):
    edition = road.assessed(world)
    author.get(address(edition, form="assessment"))
    token = author.filled(author.form(address(edition, form="assessment")))
    author.post(address(edition), token, status=422)
    author.post(address(edition, "purpose"), {**token, "version": "1"}, status=422)
    assert world.row(edition).stage is Stage.ASSESSMENT


# --- Other ways through ---------------------------------------------------------------------


def test_what_stands_in_the_way_is_told_before_handing_in(world, author):
    edition = road.assessed(world, road.LOW)
    changes = {"outcome": "adjust", "changes": []}
    answers = {**samples.assessment_answers(road.LOW), **changes}
    road.fill_form(world, edition, "assessment", answers)
    author.get(address(edition, form="assessment"))
    assert "The outcome contradicts answers given in the form" in author.text()
    author.submit(action=address(edition, form="assessment"), status=422)
    assert world.row(edition).stage is Stage.ASSESSMENT


def test_the_short_form_leads_straight_to_the_approval(site, world, author):
    edition = road.assessed(world, road.LOW)
    author.get(address(edition, "check", form="assessment"))
    author.submit(action=address(edition, form="assessment"))
    road.sign_as(world, edition, "assessment", "adviser", road.SignatureKind.ADVISER)
    unit, page = site.visitor("strategy"), f"/assessments/{edition.assessment_id}/decision"
    unit.get(page)
    unit.submit({"decision": "approve", "due_regard": "yes"}, action=page)
    assert world.row(edition).stage is Stage.APPROVED
    assert "Fill in the publication form" in offered(unit, edition)


def test_to_stop_and_remove_it_ends_in_rejection(site, world, author):
    edition = road.assessed(world, road.LOW, operation=Operation.PROPOSED, operation_on=None)
    answers = {**samples.assessment_answers(road.LOW), "outcome": "stop"}
    road.fill_form(world, edition, "assessment", answers)
    author.get(address(edition, "check", form="assessment"))
    author.submit(action=address(edition, form="assessment"))
    unit, page = site.visitor("strategy"), f"/assessments/{edition.assessment_id}/decision"
    unit.get(page)
    unit.submit({"decision": "approve", "due_regard": "yes"}, action=page)
    assert world.row(edition).stage is Stage.REJECTED
    assert "Read the assessment form" in offered(author, edition)


def test_a_raised_level_asks_what_was_left_out(world, author):
    edition = road.assessed(world, road.LOW)
    author.get(address(edition, form="assessment"))
    before = {li.a.text.strip() for li in author.page.select(".govuk-task-list li")}
    world.act("adviser", edition, Action.RAISE_LEVEL, reason="Staff complain.", level=Level.HIGH)
    author.get(address(edition, form="assessment"))
    after = {
        li.a.text.strip(): li.get_text(" ") for li in author.page.select(".govuk-task-list li")
    }
    assert {"Human rights", "Who has a part in it", "Likely effect: each racial group"} - set(
        before
    )
    assert "Not started" in after["Human rights"] and "In progress" in after["What you know"]
    assert {"Will you consult?", "What you conclude"} <= before
    assert not {"Will you consult?", "What you conclude"} & set(after)
    author.get(address(edition, "aims", form="assessment"))
    aims = samples.assessment_answers(road.LOW)["aims"]
    assert aims in author.page.select_one("textarea").text
    author.get(address(edition, "check", form="assessment"))
    author.get(address(edition, form="assessment"))
    assert "answers are missing" in author.text()
