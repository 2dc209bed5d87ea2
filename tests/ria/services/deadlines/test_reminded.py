"""What a reminder says about one of several due items of the same kind, and where it links."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from ria.models import Message, SignatureKind, Verdict
from ria.notify.delivery.prepare import prepare
from ria.notify.reminders.tick import tick
from tests.journeys.stations import high_handed_in
from tests.ria import road
from tests.ria.reviewing import current_high
from tests.ria.web.conftest import build_site


def reminder(world, who):
    """The newest reminder to somebody, as it would go out: the subject, and the lines."""
    [*_, message] = [m for m in world.all(Message) if m.kind == "falls_due"
                     and m.recipient_id == world.ids[who]]  # fmt: skip
    letter = prepare(world.store, message.id).mime_message
    text = letter.get_body(("plain",)).get_content()
    return letter["Subject"], text.splitlines()


def test_a_report_is_told_by_its_number_and_months(world):
    current_high(world)  # on 22 February 2027
    world.clock.at = dt.datetime(2027, 5, 17, 9, tzinfo=dt.UTC)
    tick(world.store)
    subject, lines = reminder(world, "author")
    assert subject.startswith("Monitoring report 1 on “Stop and search” is due in")
    [months] = [line for line in lines if line.startswith("For ")]
    assert months == "For 1 February 2027 to 30 April 2027."


def test_a_signature_put_off_leads_to_the_page_on_which_it_is_given(world):
    edition = high_handed_in(world)
    day = world.clock.now().date() + dt.timedelta(days=7)
    given = {"verdict": Verdict.DEFER, "deferred_to": day}
    road.sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER, **given)
    world.clock.at += dt.timedelta(days=7)
    tick(world.store)
    subject, lines = reminder(world, "adviser")
    assert subject == "Signature put off for “Stop and search” is due today"
    assert "Equality adviser, assessment." in lines
    [link] = [line for line in lines if line.startswith("http")]
    adviser = build_site(world).visitor("adviser")
    adviser.get(urlsplit(link).path)
    assert adviser.page.select(f'form[action="{urlsplit(link).path}"]')
