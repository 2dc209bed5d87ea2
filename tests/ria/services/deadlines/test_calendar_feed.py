"""Days for calendars: with a mail where one is agreed, and all that is with a person."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import CalendarFeed, Message, User
from ria.notify.delivery.prepare import Ready, prepare
from ria.notify.reminders.calendar import calendar_of
from ria.queries.accounts.people import user_by_ref
from ria.services.deadlines.calendar_feed import end_feed, make_feed, token_hash
from tests.ria import road
from workflows.actions import Action
from workflows.stages import Stage

RETURN = {"reason": "Say for whom.", "due_on": date(2026, 12, 4), "return_to": Stage.SCREENING}


def events(content):
    """The days of a calendar: day, title and address."""
    calendar = Calendar.from_ical(content)
    return [(e["dtstart"].dt, str(e["summary"]), str(e["url"])) for e in calendar.walk("VEVENT")]


def mails(world):
    return [message for message in world.all(Message) if message.kind == "returned"]


def days_of(world, name):
    with world.store.read_session() as session:
        user = user_by_ref(session, world.refs[name])
        return events(calendar_of(session, world.store, user, date(2026, 11, 24)))


@pytest.fixture
def returned(world):
    """A screening that went back to its author, due on 4 December."""
    edition = world.awaiting(title="Media policy", case="media_policy")
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), **RETURN)
    return edition


def test_a_return_comes_with_its_day(world, returned):
    [mail] = [m for m in mails(world) if m.recipient_id == world.ids["author"]]
    ready = prepare(world.store, mail.id)
    assert isinstance(ready, Ready)
    read = message_from_bytes(bytes(ready.mime_message), policy=policy.default)
    [file] = read.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "day.ics")
    [(day, title, link)] = events(file.get_payload(decode=True))
    assert day == date(2026, 12, 4)
    assert "Media policy" in title
    assert link in read.get_body(("plain",)).get_content()


def test_whoever_wants_no_files_gets_none(world, returned):
    with unit_of_work(world.store) as unit:
        author = unit.session.get_one(User, world.ids["author"])
        author.with_calendar = False
        unit.save(author)
        unit.record(ORGANISATION, "mails_chosen", SYSTEM)
    [mail] = [m for m in mails(world) if m.recipient_id == world.ids["author"]]
    assert list(prepare(world.store, mail.id).mime_message.iter_attachments()) == []


def test_a_calendar_holds_what_is_with_its_reader_and_nothing_else(world, returned):
    awaiting = world.awaiting(title="Patching of servers")
    theirs = {"owner_id": world.ids["colleague"], "deputy_id": None}
    world.register("colleague", title="Searches of bags", **theirs)
    assert [title for _, title, _ in days_of(world, "author")] == ["Due: Screening of Media policy"]
    [(_, title, link)] = days_of(world, "strategy")
    assert title == "Due: Decision on Patching of servers"
    assert link.endswith(f"/assessments/{awaiting.assessment_id}/decision")
    assert [title for _, title, _ in days_of(world, "colleague")] == [
        "Due: Screening of Searches of bags"
    ]
    assert days_of(world, "scrutiny") == []


def test_a_hostile_title_stays_inside_its_line(world):
    world.in_screening(title="Arrests\nEND:VEVENT;BEGIN,é")
    [(_, title, _)] = days_of(world, "author")
    assert title == "Due: Screening of Arrests END:VEVENT;BEGIN,é"


def test_reviews_and_reports_are_in_the_owners_calendar(world_on_either):
    world = world_on_either
    edition = road.approved(world)
    road.publish(world, edition)
    titles = [title.partition(",")[0] for _, title, _ in days_of(world, "author")]
    assert sorted(titles) == [
        "Due: Monitoring report 1 on Stop and search",
        "Due: Review of Stop and search",
    ]


def test_an_address_is_kept_as_a_hash_and_a_new_one_ends_it(world):
    first = make_feed(world.store, world.ids["author"])
    second = make_feed(world.store, world.ids["author"])
    [feed] = world.all(CalendarFeed)
    assert feed.token_hash == token_hash(second) != token_hash(first)
    assert world.kinds("organisation")[-2:] == ["calendar_made", "calendar_made"]
    assert end_feed(world.store, world.ids["author"])
    assert not end_feed(world.store, world.ids["author"])
    assert world.all(CalendarFeed) == []
    assert world.faults() == []
