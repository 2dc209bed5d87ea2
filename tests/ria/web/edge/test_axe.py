"""The shell's pages in a real browser: axe finds nothing, and keys alone lead through them."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from tests.ria.web.client import PASSWORD
from tests.ria.web.conftest import email_of
from tests.support.accessibility import assert_accessible
from tests.support.processes import free_port

pytestmark = pytest.mark.browser


@contextmanager
def served(app):
    """The application on a port of this machine; its address."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def address(site):
    with served(site.app) as url:
        yield url


def sign_in(page, address, name, password=PASSWORD):
    page.goto(f"{address}/sign-in")
    page.get_by_label("Email address").fill(email_of(name))
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_public_pages(site, address, page):
    out = site.world.screened_out()
    for path in ("/", "/?words=nothing", f"/register/{out.reference}", "/sign-in", "/nowhere",
                 "/accessibility", "/privacy"):  # fmt: skip
        page.goto(address + path)
        assert_accessible(page)
    sign_in(page, address, "author", "wrong")
    assert_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_pages_behind_the_sign_in(site, address, new_session, scripts):
    world = site.world
    world.register(title="Registered")
    waiting = world.awaiting(title="Awaiting approval")
    world.ask(waiting)
    page = new_session(java_script_enabled=scripts, viewport={"width": 1200, "height": 900})
    page = page.new_page()
    sign_in(page, address, "author")
    for path in ("/work", "/policies", "/policies?stage=closed", "/policies/P0001",
                 f"/policies/{waiting.reference}", "/mails"):  # fmt: skip
        page.goto(address + path)
        assert page.locator("h1").count() == 1
        if scripts:
            assert_accessible(page)


def test_what_was_typed_before_the_session_ended(site, address, page):
    world = site.world
    edition = world.register(title="Registered")
    sign_in(page, address, "author")
    page.goto(f"{address}/policies/{edition.reference}")
    page.context.clear_cookies()
    page.get_by_role("button", name="Start screening").click()
    page.wait_for_selector("text=You were signed out")
    assert_accessible(page)
    page.get_by_label("Email address").fill(email_of("author"))
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing was saved yet")
    assert_accessible(page)
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url(f"**/assessments/{edition.assessment_id}/screening")


def test_the_administrators_pages(site, address, page):
    site.world.screened_out()
    sign_in(page, address, "admin")
    page.goto(f"{address}/mails")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link").first.click()
    page.wait_for_url("**/mails/*")
    assert_accessible(page)


def test_nothing_is_wider_than_a_narrow_screen(site, address, new_session):
    site.world.awaiting(title="A" * 120 + " and a title of many words that goes on and on")
    page = new_session(viewport={"width": 320, "height": 640}).new_page()
    sign_in(page, address, "strategy")
    for path in ("/work", "/policies", "/policies/P0001", "/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
