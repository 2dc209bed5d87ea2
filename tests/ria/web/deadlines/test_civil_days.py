"""A due day is London's in mail, page, file and calendar, wherever the server stands."""

from __future__ import annotations

import csv
import datetime as dt
import io

from ria.models import Message
from ria.notify.delivery.prepare import prepare
from ria.notify.reminders.tick import tick
from ria.services.deadlines.calendar_feed import make_feed
from tests.ria.services.deadlines.test_calendar_feed import events

DUE = dt.date(2027, 7, 1)


def at(site, *moment: int) -> None:
    site.world.clock.at = dt.datetime(*moment, tzinfo=dt.UTC)


def said(site, who: str, address: str) -> str:
    visitor = site.visitor(who)
    visitor.get(address)
    return visitor.text()


def in_the_file(site) -> list[tuple[str, str]]:
    """The due day and the days overdue of each row that is exported."""
    file = site.visitor("strategy").client.get("/overdue.csv").get_data(as_text=True)
    rows = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    return [(row["Due on"], row["Days overdue"]) for row in rows]


def test_the_same_day_everywhere(server_zone, site):
    at(site, 2027, 6, 2, 23, 30)  # 3 June in London
    edition = site.world.register()
    assert site.world.row(edition).due_on == DUE
    feed = f"/calendar/{make_feed(site.world.store, site.world.ids['author'])}.ics"

    at(site, 2027, 6, 30, 22, 59)  # 23:59
    assert "Due in 1 day" in said(site, "author", "/work")
    tick(site.world.store)  # a week before

    at(site, 2027, 6, 30, 23, 0)  # midnight
    assert "Due today" in said(site, "author", "/work")
    assert "1 July 2027" in said(site, "author", f"/policies/{edition.reference}")
    [(day, _, _)] = events(site.visitor().client.get(feed).data)
    assert day == DUE
    assert tick(site.world.store).mails == 1
    mail = prepare(site.world.store, site.world.all(Message)[-1].id).mime_message
    assert "1 July 2027" in mail.get_body(("plain",)).get_content()

    at(site, 2027, 7, 1, 22, 59)
    assert in_the_file(site) == []
    at(site, 2027, 7, 1, 23, 0)
    assert "Overdue by 1 day" in said(site, "author", "/work")
    assert in_the_file(site) == [("2027-07-01", "1")]
