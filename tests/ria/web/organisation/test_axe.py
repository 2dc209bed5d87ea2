"""Evidence, accounts, settings and the way to a password in a real browser, under axe."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.demo.organisation.evidence import seed_evidence
from ria.models import FunctionPhase, User
from ria.services.accounts.one_time_links import one_time_token
from ria.services.evidence.evidence import supersede_evidence
from ria.services.organisation.functions import create_function
from tests.ria.web.edge.test_axe import served, sign_in
from tests.support.accessibility import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site):
    """Where the site is served."""
    with served(site.app) as url:
        yield url


def looked_at(page, address, paths):
    """Open each page and look at it as axe does; nothing is wider than the window."""
    for path in paths:
        page.goto(address + path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("width", [1280, 360])
def test_the_evidence_bank(site, address, new_session, width):
    world = site.world
    edition = world.awaiting()
    refs = [*seed_evidence(world.store, edition.reference, world.ids["author"]).values()]
    supersede_evidence(
        world.store, ref=refs[0], by=refs[2], actor_id=world.ids["author"], seen_version=1,
        token=world.token(),
    )  # fmt: skip
    page = new_session(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, address, "author")
    new = f"/policies/{edition.reference}/evidence/new"
    looked_at(page, address, [f"/evidence?policy={edition.reference}", "/evidence/E1",
                              "/evidence?words=nothing", "/evidence/E2/edit",
                              "/evidence/E2/supersede", new])  # fmt: skip
    page.get_by_role("button", name="Add the source").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: ")
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_administration(site, address, new_session, width):
    world = site.world
    world.register()
    world.set(screening_days=14)
    create_function(world.store, "Custody and disposal", FunctionPhase.FIRST)
    author = f"/accounts/{world.refs['author']}"
    page = new_session(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, address, "admin")
    looked_at(page, address, ["/accounts", "/accounts/new", author, f"{author}/edit",
                              f"{author}/away", "/away", "/units", "/units/1", "/committees",
                              "/committees/new", "/settings", "/reminders",
                              "/reminders?day=2026-12-14", "/reminders/overdue", "/account/mails",
                              "/functions", "/functions/new", "/functions/1",
                              f"{author}/close"])  # fmt: skip
    page.get_by_role("button", name="Close the account").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: ")
    assert_accessible(page)


def test_the_way_to_a_password_by_keyboard(site, address, page):
    world = site.world
    with world.store.read_session() as session:
        user = session.get_one(User, world.ids["author"])
        until = world.clock.now() + dt.timedelta(hours=1)
        token = one_time_token(world.store.settings.secret, user, until)
    looked_at(page, address, ["/forgotten-password", "/welcome/x", f"/welcome/{token}"])
    page.get_by_label("Password").focus()
    page.keyboard.type("short")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert_accessible(page)
    page.get_by_label("Password").fill("brisk olive carpet")
    page.keyboard.press("Tab")
    page.keyboard.type("brisk olive carpet")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Your password is set"
    assert_accessible(page)
    sign_in(page, address, "author", "brisk olive carpet")
    assert page.get_by_role("heading", level=1).inner_text() == "My work"
