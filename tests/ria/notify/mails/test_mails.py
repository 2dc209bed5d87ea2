"""What the mails say: every kind, with ordinary and with hostile words."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup

from ria.links import Links
from ria.models import Assessment, Message, Policy, User
from ria.notify.delivery.mime_message import AddressError, mime_message
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.mails.context import DueItem, MailContext
from ria.notify.mails.render import SUBJECT_LENGTH, render
from ria.notify.text import one_line, paragraphs
from ria.settings import load_settings
from tests.ria.notify.conftest import MORNING
from workflows.stages import Stage

LINKS = Links("https://ria.example.org")
TODAY = date(2026, 11, 23)
HOSTILE = {
    "header": "Arrests\r\nBcc: evil@example.org\r\n\r\nbody",
    "nul": "Arr\x00ests",
    "right to left": "Arrests \u202egpj.exe\u202c",
    "emoji": "Arrests 👩🏽‍⚖️ é",
    "long": "Arrests " + "x" * 10_000,
    "long words": "Überprüfung " * 900,
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{7*7}} {% raise %} ${7*7}",
    "format": "%s%n {0} {title}",
    "surrogate": "Arrests \ud800",
    "encoded word": "=?utf-8?q?=0D=0ABcc=3A_evil=40example.org?=",
}


def context(kind: str, words: str = "Use of interpreters") -> MailContext:
    """A kind's sample, with `words` wherever somebody could have typed something."""
    details = dict(CATALOGUE[kind].sample)
    if "reason" in details:
        details["reason"] = f"{words}\n\nSecond paragraph."
    day, link = date(2026, 11, 30), LINKS.policy("P0001")
    one = DueItem("Screening of", "P0001", words, day, link, kind="screening")
    two = DueItem("Condition for", "P0001", words, TODAY, link, detail=words, kind="condition")
    items = {"falls_due": (one,), "digest": (one, two)}
    return MailContext(
        message=Message(kind=kind, details=details, created_at=MORNING),
        account=User(id=1, name=words, email="reader@ria.example"),
        today=TODAY,
        policy=Policy(id=1, reference="P0001", title=words),
        assessment=Assessment(
            id=7, stage=Stage.SCREENING_APPROVAL, due_on=date(2026, 12, 7), in_stage_since=MORNING
        ),
        items=items.get(kind, ()),
    )


def as_received(made: MailContext):
    """The mail as its reader's program reads it back from the wire, and what it was made from."""
    rendered = render(made, LINKS, "Demo Police Service")
    wire = mime_message(
        rendered, settings=load_settings(env="test"), to="reader@ria.example",
        name=made.recipient.name, message_id="<1@localhost>", at=MORNING,
    ).as_bytes()  # fmt: skip
    return message_from_bytes(wire, policy=policy.default), wire


@pytest.mark.parametrize("kind", CATALOGUE)
def test_each_kind_says_what_why_and_where(kind):
    mail, _ = as_received(context(kind))
    text = mail.get_body(("plain",)).get_content()
    page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    link = CATALOGUE[kind].link(LINKS, context(kind))

    assert re.findall(r"https?://\S+", text) == [link]
    assert [a["href"] for a in page.find_all("a")] == [link]
    assert CATALOGUE[kind].why in text and CATALOGUE[kind].why in page.get_text(" ")
    for part in (text, page.get_text()):
        assert "Use of interpreters" in part
        assert "Demo Police Service" in part
    assert kind == "digest" or "Use of interpreters" in mail["Subject"]
    assert page.html["lang"] == "en-GB" and len(page.find_all("h1")) == 1
    assert page.title.get_text() and not page.find_all(["img", "script", "style", "link"])
    assert "None" not in text and not re.search(r"\n{4}| \n", text.replace("\r", ""))


@pytest.mark.parametrize("kind", CATALOGUE)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stay_words(kind, name):
    mail, wire = as_received(context(kind, HOSTILE[name]))

    headers = [name for name, _ in mail.items()]
    assert len(headers) == len(set(headers)) and "Bcc" not in headers
    assert len(mail["To"].addresses) == 1
    assert mail["To"].addresses[0].addr_spec == "reader@ria.example"
    assert "\n" not in mail["Subject"] and len(mail["Subject"]) <= SUBJECT_LENGTH
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))
    head = wire.split(b"\r\n\r\n")[0]
    assert head.isascii() and all(len(line) <= 78 for line in head.split(b"\r\n"))

    page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    assert not page.find_all(["script", "img"]) and len(page.find_all("a")) == 1
    for part in ("plain", "html"):
        content = mail.get_body((part,)).get_content()
        assert "\x00" not in content and "\u202e" not in content
        assert "49" not in content, "a template in the data was evaluated"


def test_template_syntax_is_shown_as_it_was_typed():
    mail, _ = as_received(context("approval_wanted", HOSTILE["template"]))
    assert "{{7*7}} {% raise %} ${7*7}" in mail["Subject"]
    assert "{{7*7}} {% raise %} ${7*7}" in mail.get_body(("plain",)).get_content()


def due(on, about="Screening of", title="Arrests", **more):
    """One thing that is due."""
    return DueItem(about, "P0001", title, on, LINKS.policy("P0001"), **more)


def reminder(*items):
    """A reminder of these things, as it is received: the subject and the text."""
    made = context("falls_due")
    mail, _ = as_received(MailContext(made.message, made.recipient, TODAY, items=items))
    return mail["Subject"], mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


WEEK = date(2026, 11, 30)
DECISION = {"about": "Decision on", "kind": "approval"}
REPORT = {"about": "Monitoring report 2 on", "kind": "monitoring_report", "item": 2}


@pytest.mark.parametrize(("item", "subject"), [
    (due(WEEK, kind="screening"), "Screening of “Arrests” is due in 7 days"),
    (due(TODAY, kind="screening"), "Screening of “Arrests” is due today"),
    (due(date(2026, 11, 11), **REPORT), "Monitoring report 2 on “Arrests” is 12 days overdue"),
    (due(TODAY, **DECISION), "Decision needed today: Arrests"),
    (due(date(2026, 11, 22), step=1, **DECISION), "Decision on “Arrests” is 1 day overdue"),
    (due(WEEK, title="x" * 300), f"Screening of “{'x' * 59}…” is due in 7 days"),
])  # fmt: skip
def test_a_subject_says_what_is_due_and_when(item, subject):
    said, text = reminder(item)
    assert said == subject
    assert CATALOGUE["falls_due"].why in text
    assert re.findall(r"https?://\S+", text) == ["https://ria.example.org/policies/P0001"]


@pytest.mark.parametrize(("told", "more"), [
    (("chair",), {}), (("strategy_unit", "adviser"), {}),
    (("holder",), {"step": -7, **DECISION}),
    (("holder",), {"step": 7, "about": "Committee's decision on", "kind": "committee"}),
])  # fmt: skip
def test_who_watches_or_decides_gets_digests_only(told, more):
    said, text = reminder(due(WEEK, told=told, **{"kind": "screening", "step": -7, **more}))
    assert said.endswith("“Arrests” is due in 7 days")
    assert "To come" in text and CATALOGUE["digest"].why in text
    assert re.findall(r"https?://\S+", text) == ["https://ria.example.org/policies/P0001"]


LATE, NEXT_MONTH = date(2026, 11, 11), date(2026, 12, 23)


@pytest.mark.parametrize(("days", "subject"), [
    ((WEEK, WEEK), "2 things are due this week"),
    ((WEEK, NEXT_MONTH), "2 things are due from 30 November on"),
    ((TODAY, TODAY), "2 things are due today"),
    ((TODAY, WEEK, WEEK), "3 things are due, 1 of them today"),
    ((LATE, TODAY, WEEK), "3 things are due, 1 of them overdue"),
    ((LATE, LATE), "2 things are overdue"),
])  # fmt: skip
def test_a_digest_says_how_much_is_due(days, subject):
    assert reminder(*map(due, days))[0] == subject


def test_a_digest_puts_what_presses_first_and_leads_to_ones_work():
    _, text = reminder(
        due(WEEK), due(TODAY, title="Bail", **DECISION), due(LATE, title="Custody", **REPORT),
        due(date(2026, 11, 22), title="Summons", detail="For 1 April 2026 to 30 June 2026"),
    )  # fmt: skip
    words = (
        "Decision needed today\n",
        "Bail",
        "Overdue\n",
        "Custody",
        "Summons",
        "To come",
        "Arrests",
    )
    heads = [text.index(each) for each in words]
    assert heads == sorted(heads)
    for words in ("due in 7 days", "is due today", "is 1 day overdue", "is 12 days overdue",
                  "Overdue since 11 November 2026", "For 1 April 2026 to 30 June"):  # fmt: skip
        assert words in text
    assert re.findall(r"https?://\S+", text) == ["https://ria.example.org/work"]


YESTERDAY = date(2026, 11, 22)
NEW = due(YESTERDAY, title="Summons", about="Screening of", kind="screening", step=1,
          told=("owner",))  # fmt: skip
NEWER = due(YESTERDAY, title="Searches", about="Screening of", kind="screening", step=1,
            told=("owner",))  # fmt: skip
TO_DECIDE = due(TODAY, title="Bail", **DECISION)
OLD, COMING = due(LATE, title="Custody", step=7, **REPORT), due(WEEK)


@pytest.mark.parametrize(("items", "subject"), [
    ((OLD, COMING, NEW), "Screening of “Summons” is 1 day overdue, and 2 more"),
    ((TO_DECIDE, NEW), "Screening of “Summons” is 1 day overdue, and 1 more"),
    ((OLD, TO_DECIDE), "Decision needed today: Bail, and 1 more"),
    ((OLD, NEW, NEWER, COMING), "2 things are overdue for the first time, and 2 more due"),
    ((NEW, NEWER), "2 things are overdue for the first time"),
    ((NEW, due(WEEK, title="y" * 200)), "Screening of “Summons” is 1 day overdue, and 1 more"),
])  # fmt: skip
def test_a_digest_leads_with_what_is_news(items, subject):
    """What is overdue for the first time, or a decision needed today, is not buried under what
    its reader has known for weeks (decision 0015)."""
    said, text = reminder(*items)
    assert said == subject
    heads = ("Overdue for the first time", "Decision needed today", "Overdue\n", "To come")
    found = [text.index(words) for words in heads if words in text]
    assert found == sorted(found)
    rest = [text.index(item.title) for item in items if item not in (NEW, NEWER)]
    assert NEW not in items or all(text.index("Summons") < place for place in rest)


def test_what_others_watch_over_is_no_news_of_theirs():
    watched = due(YESTERDAY, title="Summons", kind="screening", step=1, told=("chair",))
    assert reminder(watched, COMING)[0] == "2 things are due, 1 of them overdue"


@pytest.mark.parametrize("address", ["", "no-at", "two@at@example.org", "a@b\r\nBcc: c@d"])
def test_what_is_no_address_is_refused(address):
    rendered = render(context("approved"), LINKS, "Demo Police Service")
    settings = load_settings(env="test")
    with pytest.raises(AddressError):
        mime_message(
            rendered, settings=settings, to=address, name="", message_id="<1@x>", at=MORNING
        )


def test_cutting_keeps_short_text_whole():
    assert one_line("a\tb\r\n c", 5) == "a b c"
    assert one_line("abcdef", 5) == "abcd…"
    assert paragraphs("one\n\n two \x00\nthree", 100) == ["one", "two", "three"]
    assert paragraphs("x" * 10, 5) == ["xxxx…"]
