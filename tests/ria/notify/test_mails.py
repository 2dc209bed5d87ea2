"""What the mails say: every kind, with ordinary and with hostile words."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup

from ria.links import Links
from ria.models import Assessment, Message, Policy, User
from ria.notify.catalogue import CATALOGUE
from ria.notify.letter import AddressError, letter
from ria.notify.matter import DueItem, Matter
from ria.notify.render import SUBJECT_LENGTH, one_line, paragraphs, render
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


def matter(kind: str, words: str = "Use of interpreters") -> Matter:
    """A kind's sample, with `words` wherever somebody could have typed something."""
    details = dict(CATALOGUE[kind].sample)
    if "reason" in details:
        details["reason"] = f"{words}\n\nSecond paragraph."
    one = DueItem("the screening", "P0001", words, date(2026, 11, 30), LINKS.policy("P0001"))
    return Matter(
        message=Message(kind=kind, details=details, created_at=MORNING),
        recipient=User(id=1, name=words, email="reader@ria.example"),
        today=TODAY,
        policy=Policy(id=1, reference="P0001", title=words),
        assessment=Assessment(
            id=7, stage=Stage.SCREENING_APPROVAL, due_on=date(2026, 12, 7), in_stage_since=MORNING
        ),
        items=(one,) if kind == "falls_due" else (),
    )


def as_received(made: Matter):
    """The mail as its reader's program reads it back from the wire, and what it was made from."""
    rendered = render(made, LINKS, "Demo Police Service")
    wire = letter(
        rendered, settings=load_settings(env="test"), to="reader@ria.example",
        name=made.recipient.name, message_id="<1@localhost>", at=MORNING,
    ).as_bytes()  # fmt: skip
    return message_from_bytes(wire, policy=policy.default), wire


@pytest.mark.parametrize("kind", CATALOGUE)
def test_each_kind_says_what_why_and_where(kind):
    mail, _ = as_received(matter(kind))
    text = mail.get_body(("plain",)).get_content()
    page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    link = CATALOGUE[kind].link(LINKS, matter(kind))

    assert re.findall(r"https?://\S+", text) == [link]
    assert [a["href"] for a in page.find_all("a")] == [link]
    assert CATALOGUE[kind].why in text and CATALOGUE[kind].why in page.get_text(" ")
    for part in (text, page.get_text()):
        assert "Use of interpreters" in part
        assert "Demo Police Service" in part
    assert "Use of interpreters" in mail["Subject"]
    assert page.html["lang"] == "en-GB" and len(page.find_all("h1")) == 1
    assert page.title.get_text() and not page.find_all(["img", "script", "style", "link"])
    assert "None" not in text and not re.search(r"\n{4}| \n", text.replace("\r", ""))


@pytest.mark.parametrize("kind", CATALOGUE)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stay_words(kind, name):
    mail, wire = as_received(matter(kind, HOSTILE[name]))

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
    mail, _ = as_received(matter("approval_wanted", HOSTILE["template"]))
    assert "{{7*7}} {% raise %} ${7*7}" in mail["Subject"]
    assert "{{7*7}} {% raise %} ${7*7}" in mail.get_body(("plain",)).get_content()


def test_a_reminder_of_several_things_leads_to_ones_work():
    items = (
        DueItem("the screening", "P0001", "Arrests", date(2026, 11, 30), LINKS.policy("P0001")),
        DueItem("your decision", "P0002", "Bail", TODAY, LINKS.decision(2)),
        DueItem("the screening", "P0003", "Cautions", date(2026, 11, 22), LINKS.policy("P0003")),
        DueItem("the screening", "P0004", "Summons", date(2026, 11, 11), LINKS.policy("P0004")),
    )
    made = Matter(matter("falls_due").message, matter("falls_due").recipient, TODAY, items=items)
    mail, _ = as_received(made)
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "4 things are due"
    for words in ("due in 7 days", "is due today", "is 1 day overdue", "is 12 days overdue"):
        assert words in text
    assert "It was due on 11 November 2026" in text
    assert re.findall(r"https?://\S+", text) == ["https://ria.example.org/work"]


@pytest.mark.parametrize("address", ["", "no-at", "two@at@example.org", "a@b\r\nBcc: c@d"])
def test_what_is_no_address_is_refused(address):
    rendered = render(matter("approved"), LINKS, "Demo Police Service")
    settings = load_settings(env="test")
    with pytest.raises(AddressError):
        letter(rendered, settings=settings, to=address, name="", message_id="<1@x>", at=MORNING)


def test_cutting_keeps_short_text_whole():
    assert one_line("a\tb\r\n c", 5) == "a b c"
    assert one_line("abcdef", 5) == "abcd…"
    assert paragraphs("one\n\n two \x00\nthree", 100) == ["one", "two", "three"]
    assert paragraphs("x" * 10, 5) == ["xxxx…"]
