"""The page of one's calendar address, and the calendar behind it."""

from __future__ import annotations

from ria.models import User
from ria.services.deadlines.calendar_feed import make_feed
from tests.ria.services.deadlines.test_calendar_feed import events


def test_the_page_shows_the_address_once_and_the_address_needs_no_sign_in(site):
    visitor = site.visitor("author")
    site.world.in_screening(title="Media policy")
    visitor.get("/work")
    visitor.get(visitor.page.find("a", string="your own calendar")["href"])
    visitor.submit(action="/calendar", status=200)
    address = visitor.page.select_one(".govuk-inset-text .ria-typed").text
    path = address.removeprefix(site.world.store.links.base_url)
    anyone = site.visitor()
    answer = anyone.client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert [title for _, title, _ in events(answer.data)] == ["Due: Screening of Media policy"]
    visitor.get("/calendar")
    assert address not in visitor.text()
    visitor.submit(action="/calendar/end")
    assert anyone.client.get(path).status_code == 404
    assert anyone.client.get("/calendar/" + "x" * 3000 + ".ics").status_code == 404


def test_a_closed_account_has_no_calendar(site):
    token = make_feed(site.world.store, site.world.ids["author"])
    with site.world.store.writer() as session:
        session.get_one(User, site.world.ids["author"]).active = False
        session.commit()
    assert site.visitor().client.get(f"/calendar/{token}.ics").status_code == 404
