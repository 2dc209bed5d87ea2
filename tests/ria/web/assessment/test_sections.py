"""The task list and the form pages: saving, refusing, rearranging, and two people at once."""

from __future__ import annotations

import io

import pytest

from ria.models import SectionAnswers
from ria.queries.assessment.case import ActionInput
from ria.services.process.take_action import take_action
from tests.forms.samples import by_section
from tests.ria.web.filling import address, fields_of, fill_in
from workflows.actions import Action
from workflows.stages import Stage

PURPOSE = {
    "purpose": "It says how servers are patched, by whom and when.",
    "results": "Servers are safe, and nobody is kept from their work.",
}


@pytest.fixture
def edition(site):
    """A policy whose screening form is open and empty."""
    return site.world.in_screening()


@pytest.fixture
def author(site):
    """The author's browser."""
    return site.visitor("author")


def stored(site, section="purpose"):
    """The answers and the version of a section; nothing while it was never saved."""
    rows = [row for row in site.world.all(SectionAnswers) if row.section == section]
    return [(row.answers, row.version) for row in rows]


def save(visitor, page, answers, status=303, **more):
    """Open a section and send it."""
    visitor.get(page)
    visitor.submit({**answers, **more}, action=page, status=status)


# --- The task list --------------------------------------------------------------------------


def test_the_list_tells_how_far_each_section_has_come(author, edition):
    save(author, address(edition, "purpose"), PURPOSE)
    author.get(address(edition))
    tasks = {
        li.a.text.strip(): li.get_text(" ") for li in author.page.select(".govuk-task-list li")
    }
    assert "In progress" in tasks["What it is for"] and "Saved by Author" in tasks["What it is for"]
    assert "Not started" in tasks["Where you looked"]
    assert not any(title.startswith("What it could mean") for title in tasks)
    missing = [a["href"] for a in author.page.select("#hand-in ~ details a")]
    assert address(edition, "purpose") + "?missing=shown#contact" in missing


def test_an_incomplete_form_cannot_be_handed_in(site, author, edition):
    author.get(address(edition))
    author.submit(action=address(edition), status=422)
    assert "The screening form is not complete" in author.text()
    assert site.world.row(edition).stage is Stage.SCREENING


def test_a_form_filled_in_page_by_page_can_be_handed_in_once(site, author, edition):
    fill_in(author, edition, "stop_and_search", site.world.refs["author"])
    assert author.page.h1.text == "Check your answers"
    assert "High relevance" in author.text() and "rule a" in author.text()
    token = author.filled(author.form(address(edition)))["token"]
    for _ in range(2):
        author.post(address(edition), {**author.filled(author.form(address(edition)))})
    assert token and site.world.row(edition).stage is Stage.SCREENING_APPROVAL
    assert site.world.kinds(edition.reference).count("stage_changed") == 2
    author.get(address(edition, "purpose"))
    assert "cannot be changed" in author.text() or "not changed" in author.text()
    assert author.page.find("textarea") is None


# --- Saving ---------------------------------------------------------------------------------


def test_a_section_is_saved_with_gaps_and_leads_on(site, author, edition):
    save(author, address(edition, "purpose"), PURPOSE, then="continue")
    assert author.response.headers["Location"] == address(edition, "functions")
    assert stored(site) == [(PURPOSE, 1)]
    save(author, address(edition, "purpose"), {}, then="later")
    assert author.response.headers["Location"] == address(edition)
    author.follow()
    assert "is saved" in author.text()
    assert stored(site) == [(PURPOSE, 2)]


def test_sent_twice_it_is_saved_once(site, author, edition):
    page = address(edition, "purpose")
    author.get(page)
    data = {**author.filled(author.form(page)), **PURPOSE}
    for _ in range(3):
        author.post(page, data)
    assert stored(site) == [(PURPOSE, 1)]
    author.post(page, {**data, "purpose": PURPOSE["purpose"] + " More."}, status=409)
    assert stored(site) == [(PURPOSE, 1)]


def test_a_refusal_keeps_everything_typed(site, author, edition):
    page = address(edition, "purpose")
    long = "x" * 5_001
    save(author, page, {**PURPOSE, "purpose": long}, status=422)
    (link,) = author.page.select(".govuk-error-summary a")
    label = "“What is the policy for?”"
    assert (link["href"], link.text) == (
        "#purpose",
        f"{label}: this must be 5,000 characters or fewer",
    )
    kept = author.filled(author.form(page))
    assert kept["purpose"] == [long] and kept["results"] == [PURPOSE["results"]]
    assert stored(site) == []


def test_a_short_text_is_kept_as_a_draft_and_told_wherever_it_matters(site, author, edition):
    page = address(edition, "purpose")
    save(author, page, {**PURPOSE, "purpose": "Too short."})
    assert stored(site)[0][0]["purpose"] == "Too short."
    author.follow()
    short = "hat is the policy for?”: write at least 40 characters"
    assert "is saved as a draft" in author.text() and short in author.text()
    author.get(page)
    assert not author.page.select(".govuk-error-summary")
    author.get(f"{page}?missing=shown")
    found = {a["href"]: a.text for a in author.page.select(".govuk-error-summary a")}
    assert short in found["#purpose"]
    assert "Write at least 40 characters" in author.page.select_one("#purpose-error").text
    author.get(address(edition))
    author.submit(action=address(edition), status=422)
    assert site.world.row(edition).stage is Stage.SCREENING


def test_rows_are_added_and_removed_without_saving(site, author, edition):
    page = address(edition, "evidence")
    row = {"sources-r1-source": "Service desk", "sources-r1-finding": "x\n y"}
    save(author, page, {**row, "sources-add": "add"}, status=200)
    kept = author.filled(author.form(page))
    assert kept["sources-r1-source"] == ["Service desk"] and kept["sources-r2-source"] == [""]
    assert kept["sources-r1-finding"] == ["x\n y"]
    author.submit({"sources-r2-source": "Rota", "sources-remove-r1": "r1"}, action=page, status=200)
    kept = author.filled(author.form(page))
    assert kept["sources-r2-source"] == ["Rota"] and "sources-r1-source" not in kept
    assert stored(site, "evidence") == []


def test_a_file_is_kept_named_and_handed_out_again(site, author, edition):
    page = address(edition, "purpose")
    save(author, page, {**PURPOSE, "document-upload": (io.BytesIO(b"Chart of flows"), "chart.txt")})
    ((answers, _),) = stored(site)
    author.get(address(edition, "check"))
    assert "chart.txt" in author.text()
    author.get(f"/files/{answers['document']}")
    assert author.response.data == b"Chart of flows"
    macro = (io.BytesIO(b"\x00\x01\x02"), "chart.pdf")
    save(author, page, {**PURPOSE, "document-upload": macro}, status=422)
    assert "Its content is what counts" in author.text()


def test_what_another_answer_hides_stays_in_the_draft(site, author, edition):
    effects = {
        "black_african": {"disadvantage": "no", "advance": "no", "relations": "no"},
        "asian_pakistani": {"disadvantage": "no", "advance": "yes", "relations": "no"},
    }
    save(author, address(edition, "groups"), {"race_groups": ["black_african", "asian_pakistani"]})
    save(author, address(edition, "race-effects"), fields_of({"race_effects": effects}))
    save(author, address(edition, "groups"), {"race_groups": ["asian_pakistani"]})
    changed = {"race_effects-asian_pakistani-relations": "unsure"}
    save(author, address(edition, "race-effects"), changed)
    ((answers, _),) = stored(site, "race-effects")
    kept = answers["race_effects"]
    assert kept["black_african"] == effects["black_african"]
    assert kept["asian_pakistani"]["relations"] == "unsure"


def test_text_for_what_is_no_longer_asked_is_shown_and_not_lost(site, author, edition):
    page = address(edition, "race-effects")
    save(author, address(edition, "groups"), {"race_groups": ["black_african", "asian_pakistani"]})
    author.get(page)
    data = author.filled(author.form(page))
    site.visitor("deputy").get("/work")
    site.world.save("deputy", edition, "groups", {"race_groups": ["asian_pakistani"]}, seen=1)
    text = "People of this group wait longer, as three complaints say."
    author.post(page, {**data, "race_effects-black_african-how": text}, status=422)
    assert text in author.text()


def test_a_section_that_is_not_asked_leads_back_to_the_list(author, edition):
    author.get(address(edition, "race-effects"), 303)
    author.follow()
    assert "not asked" in author.text()


# --- Two people ------------------------------------------------------------------------------


def both_open(site, edition, section="purpose"):
    """Author and deputy, each with the same section open."""
    pair = site.visitor("author"), site.visitor("deputy")
    for visitor in pair:
        visitor.get(address(edition, section))
    return pair


def test_two_people_on_one_section_one_wins_and_no_text_is_lost(site, edition):
    page = address(edition, "purpose")
    author, deputy = both_open(site, edition)
    theirs = {**PURPOSE, "purpose": "The author says <b>this</b> about the policy and its use."}
    yours = {**PURPOSE, "purpose": "The deputy says something else about the same policy."}
    author.submit(theirs, action=page)
    deputy.submit(yours, action=page, status=409)
    sides = [side.get_text(" ", strip=True) for side in deputy.page.select(".ria-compare__side")]
    assert sides == [f"Theirs, stored {theirs['purpose']}", f"Yours, not saved {yours['purpose']}"]
    assert "Author saved this section" in deputy.text()
    assert stored(site) == [(theirs, 1)]
    deputy.submit({"purpose": yours["purpose"] + " And the author is right."}, action=page)
    assert stored(site)[0][0]["purpose"].endswith("And the author is right.")
    assert stored(site)[0][1] == 2


def test_two_windows_of_one_person_are_told_apart_from_two_people(site, edition):
    page = address(edition, "purpose")
    author = site.visitor("author")
    author.get(page)
    seen = author.page.find("input", {"name": "version"})["value"]
    author.submit(PURPOSE, action=page)
    author.get(page)
    older = {**PURPOSE, "version": seen, "purpose": "What was typed here before, and forgotten."}
    author.submit(older, action=page, status=409)
    text = author.text()
    assert "You saved this section in another window" in text
    assert "Author saved" not in text and "Theirs" not in text and "Somebody else" not in text


def test_links_to_comment_that_stand_together_say_on_what(site, edition):
    author = site.visitor("author")
    page = address(edition, "before")
    author.get(page)
    author.submit({"assessed_before": "yes"}, action=page)
    author.get(page)
    told = [link.find("span") for link in author.page.select(".ria-comment-link a")]
    shown = [span.get_text(strip=True) for span in told if not span.get("class")]
    assert shown[:2] == [
        "on: Has this policy been assessed or screened before?",
        "on: When was that assessment finished?",
    ]
    assert "on: What are you screening?" not in shown


def test_two_people_on_two_sections_never_collide(site, edition):
    author, deputy = both_open(site, edition)
    deputy.get(address(edition, "reach"))
    author.submit(PURPOSE, action=address(edition, "purpose"))
    deputy.submit({"scale": "hundreds"}, action=address(edition, "reach"))
    assert stored(site) == [(PURPOSE, 1)]
    assert stored(site, "reach") == [({"scale": "hundreds"}, 1)]


@pytest.mark.parametrize("version", [None, "", "-1", "1" + "0" * 20, "abc", "1e3", "٣", "0.0"])
def test_a_version_that_is_none_counts_as_outdated(site, author, edition, version):
    page = address(edition, "purpose")
    author.get(page)
    data = {**author.filled(author.form(page)), **PURPOSE, "version": version}
    author.post(
        page, {name: value for name, value in data.items() if value is not None}, status=409
    )
    assert author.filled(author.form(page))["purpose"] == [PURPOSE["purpose"]]
    assert stored(site) == []
    author.submit(action=page)
    assert stored(site) == [(PURPOSE, 1)]


def test_a_form_handed_in_meanwhile_keeps_what_was_typed(site, edition):
    page = address(edition, "purpose")
    _, deputy = both_open(site, edition)
    site.world.fill(edition)
    take_action(
        site.world.store,
        assessment_id=edition.assessment_id,
        action=Action.SUBMIT,
        actor_id=site.world.ids["author"],
        given=ActionInput(),
        token="t",
    )
    before = stored(site)
    deputy.submit(PURPOSE, action=page, status=422)
    assert "This form is closed" in deputy.text()
    assert deputy.filled(deputy.form(page))["purpose"] == [PURPOSE["purpose"]]
    assert stored(site) == before


# --- Others ----------------------------------------------------------------------------------


def test_readers_read_and_strangers_find_nothing(site, edition):
    site.world.save("author", edition, "purpose", PURPOSE)
    reader = site.visitor("adviser")
    for page in (address(edition), address(edition, "purpose"), address(edition, "check")):
        reader.get(page)
        assert not [f for f in reader.page.find_all("form") if f["action"] != "/sign-out"]
    token = reader.page.find("input", {"name": "csrf_token"})["value"]
    reader.post(address(edition, "purpose"), {"csrf_token": token, **PURPOSE}, status=403)
    stranger = site.visitor("colleague")
    for page in (address(edition), address(edition, "purpose"), address(edition, "check")):
        stranger.get(page, 404)
    assert stored(site) == [(PURPOSE, 1)]


@pytest.mark.parametrize(
    "path", ["nowhere", "assessment", "screening/nowhere", "%00", "screening/%00", "registered"]
)
def test_guessed_addresses_lead_nowhere(author, edition, path):
    author.get(f"/assessments/{edition.assessment_id}/{path}", 404)
    author.get(f"/assessments/{10**30}/screening", 404)


def test_comments_are_shown_to_the_author_and_dealt_with(site, edition):
    world = site.world
    from ria.services.assessment.remarks import add_comment

    add_comment(
        world.store,
        assessment_id=edition.assessment_id,
        form="screening",
        question="purpose",
        actor_id=world.ids["strategy"],
        text="Say <i>for whom</i>.",
        token="t",
    )
    author = site.visitor("author")
    author.get(address(edition))
    assert "1 comment to look at" in author.text()
    page = address(edition, "purpose")
    author.get(page)
    assert "Say <i>for whom</i>." in author.text()
    (button,) = author.page.select('#answers button[value^="dealt-with-"]')
    first = author.page.select("#answers button")[0]
    assert first["name"] == "save"  # what the enter key presses
    bad = {"then": button["value"], "results": "x" * 5_001, "purpose": "Half a thought"}
    author.submit(bad, action=page, status=422)
    assert "Say <i>" in author.text()
    author.submit({"then": button["value"], "results": "Half a thought"}, action=page)
    assert author.response.headers["Location"] == page
    author.follow()
    assert "Say <i>" not in author.text()
    assert stored(site)[0][0]["purpose"] == "Half a thought"


def test_the_level_stands_with_its_rule(site, author, edition):
    sections = by_section("live_facial_recognition", contact=site.world.refs["author"])
    for section, answers in sections.items():
        if answers:
            site.world.save("author", edition, section, answers)
    author.get(address(edition, "result"))
    assert author.page.select_one(".ria-rating")["data-clause"] == "e"
    assert "The level that now counts: High relevance" in author.text()
