"""The desk, a later round, people at work and a whole form in Chromium: axe finds nothing, nothing
is wider than a telephone, and paper carries the content alone."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Verdict
from ria.services.assessment.remarks import add_comment
from tests.forms.samples import by_section
from tests.ria.web.client import PASSWORD
from tests.ria.web.conftest import email_of
from tests.support.accessibility import assert_accessible
from workflows.actions import Action
from workflows.stages import Stage

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 320, "height": 640}


@pytest.fixture
def edition(live_server):
    """A screening in its third round, with a comment, a change and a signature that disagrees."""
    world = live_server.world
    edition = world.awaiting(case="media_policy", title="Media policy")
    for number in (1, 2):
        world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition),
                  reason="Say for whom it is.", due_on=dt.date(2027, 3, 1),
                  return_to=Stage.SCREENING)  # fmt: skip
        answers = by_section("media_policy", contact=world.refs["author"])["purpose"]
        answers["purpose"] = f"To speak to the press for everybody in the county, said {number}."
        world.save("author", edition, "purpose", answers, seen=number)
        world.act("author", edition, Action.SUBMIT)
    add_comment(world.store, assessment_id=edition.assessment_id, form="screening",
                question="results", actor_id=world.ids["adviser"], text="How would we know?",
                token=world.token())  # fmt: skip
    world.ask(edition)
    world.sign("adviser", edition, verdict=Verdict.DISAGREE, reason="The reach is larger.")
    return edition


def sign_in(page, url, name):
    """Sign in by keyboard."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email address").fill(email_of(name))
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def addresses(world, edition):
    """The pages, by who looks at them."""
    draft = world.in_screening(title="Being filled in")
    here, there = f"/assessments/{edition.assessment_id}", f"/assessments/{draft.assessment_id}"
    return {
        "strategy": ["/desk", "/desk?show=mine", f"{here}/decision", f"{here}/assign", "/work",
                     f"/policies/{edition.reference}/handover"],
        "author": [f"{there}/people", f"{there}/screening/comment/purpose",
                   f"{there}/screening/purpose", f"{here}/screening/all",
                   f"{here}/screening/all?blank&help", f"{there}/screening"],
        "admin": ["/handover"],
    }  # fmt: skip


def test_axe_finds_nothing_and_nothing_is_too_wide(live_server, edition, new_session):
    for name, paths in addresses(live_server.world, edition).items():
        page = new_session().new_page()
        sign_in(page, live_server.url, name)
        for path in paths:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(live_server.url + path)
            assert_accessible(page)
            page.set_viewport_size(TELEPHONE)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= TELEPHONE["width"], (path, width)


def test_on_paper_a_whole_form_has_no_links_around_it(live_server, edition, new_session):
    page = new_session().new_page()
    sign_in(page, live_server.url, "author")
    page.goto(f"{live_server.url}/assessments/{edition.assessment_id}/screening/all?blank")
    page.emulate_media(media="print")
    assert not page.locator(".ria-choices").is_visible()
    assert not page.locator(".ria-nav").is_visible()
    assert page.locator(".ria-room").first.is_visible()
