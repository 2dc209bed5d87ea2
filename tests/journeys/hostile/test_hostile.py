"""Text that means harm, in every text field of every form: kept exactly or refused at its field."""

from __future__ import annotations

import unicodedata

import pytest

from ria.models import Comment, Policy, SectionAnswers, SignOff, StageChange
from ria.notify.delivery.deliver import deliver
from tests.journeys.life import RETURN
from tests.ria.building import build_world
from tests.ria.web.conftest import build_site
from tests.ria.web.filling import REGISTRATION, address
from workflows.actions import Action

pytestmark = pytest.mark.hostile

LONG_ENOUGH = " with enough words behind it that no field finds the whole too short"
KEPT = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7 * 7 }}{% if true %}${7*7}{{ config }}",
    "formula": '=HYPERLINK("http://x.example","x")',
    "right to left": "\u202eabc\u202c \u2066def\u2069 שלום",
    "not composed": "cafe\u0301 \u1e9b\u0323",
    "emoji": "👩🏽\u200d🚒 \U0010ffff",
    "entity": "&lt;b&gt; &#10; &amp;amp;",
    "markup end": "]]> --> </textarea></title>",
    "sql": "'; DROP TABLE policy; --",
    "path": "../../etc/passwd %00 %0d%0a",
}
LINES = {
    "crlf": "one\r\ntwo\rthree\nfour",
    "header": "x\r\nBcc: somebody@elsewhere.example\r\n\r\nbody",
    "leading lines": "\n\n  two lines first\ttab",
}
REFUSED = {
    "nul": "a\x00b",
    "bell": "a\x07b",
    "escape": "\x1b[31mred",
    "next line": "a\x85b",
    "megabyte": "x" * 2**20,
}


def stored_form(text):
    """How a text is kept."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.fixture
def site(either_database, tmp_path, smtp_sink):
    """The application on either database, with real mail."""
    world = build_world(either_database, tmp_path / "data", smtp_url=smtp_sink.url)
    yield build_site(world)
    world.store.close()


def sent(visitor, page, action, fields, text_field):
    """Send a form. True: accepted. False: refused, with the message at `text_field`, and what was
    typed shown again (what no page can carry, as a sign that stands for it)."""
    visitor.get(page)
    data = {**visitor.filled(visitor.form(action)), **fields}
    response = visitor.client.post(action, data=data)
    assert response.status_code in (303, 422), response.status_code
    if response.status_code == 303:
        return True
    visitor._read(response, 422)
    links = [a["href"].removeprefix("#") for a in visitor.page.select(".govuk-error-summary a")]
    assert text_field in links, links
    return False


def assert_inert(visitor, *pages):
    """No page runs or interprets what was typed."""
    for page in pages:
        visitor.get(page)
        markup = visitor.response.get_data(as_text=True)
        assert "<script>alert" not in markup and "onerror=alert(1)>" not in markup
        assert not visitor.page.find_all(attrs={"onmouseover": True})
        words = visitor.page.main.get_text().replace("14900", "").replace("section 149", "")
        assert "49" not in words


@pytest.mark.long  # each time `test_doors` sends its form with harm
def test_every_text_of_a_policys_entry(site):
    author, texts = site.visitor("author"), {**KEPT, **LINES, **REFUSED}
    for name, text in texts.items():
        fields = {**REGISTRATION, "title": text}
        accepted = sent(author, "/policies/new", "/policies/new", fields, "title")
        assert accepted == (name in KEPT), name
        fields = {**REGISTRATION, "title": name, "urgent": "yes", "urgent_reason": text}
        fields["urgent_reason"] += "" if name == "megabyte" else LONG_ENOUGH
        accepted = sent(author, "/policies/new", "/policies/new", fields, "urgent_reason")
        assert accepted == (name not in REFUSED), name
        sent(
            author,
            "/policies/new",
            "/policies/new",
            {**REGISTRATION, "reference": text},
            "reference",
        )
    rows = site.world.all(Policy)
    titles = [row.title for row in rows if not row.urgent_reason]
    assert set(map(stored_form, KEPT.values())) <= set(titles)
    reasons = {row.title: row.urgent_reason for row in rows if row.urgent_reason}
    assert reasons == {n: stored_form(t + LONG_ENOUGH) for n, t in {**KEPT, **LINES}.items()}
    assert_inert(author, "/policies", *(f"/policies/{row.reference}" for row in rows))


@pytest.mark.long  # each time `test_sections` sends all sections with harm
def test_every_text_of_a_section(site):
    edition, author = site.world.in_screening(), site.visitor("author")
    cell = "sources-r1-finding"
    for name, text in {**KEPT, **LINES, **REFUSED}.items():
        typed = text if name == "megabyte" else text + LONG_ENOUGH
        for section, field in (("purpose", "purpose"), ("evidence", cell)):
            page = address(edition, section)
            accepted = sent(author, page, page, {field: typed}, field)
            assert accepted == (name not in REFUSED), (name, field)
            if accepted:
                (row,) = [r for r in site.world.all(SectionAnswers) if r.section == section]
                answers = row.answers
                kept = answers["sources"][0]["finding"] if section == "evidence" else answers[field]
                assert kept == stored_form(typed), name
                author.get(page)
                shown = author.filled(author.form(page))[field][0]
                assert stored_form(shown) == stored_form(typed), name
                assert_inert(author, page, address(edition, "check"))


def test_every_text_of_those_who_decide_and_sign_mails_included(site, smtp_sink):
    world = site.world
    unit, adviser = site.visitor("strategy"), site.visitor("adviser")
    edition = world.awaiting()
    world.ask(edition)
    base = f"/assessments/{edition.assessment_id}"
    for name, text in {**KEPT, **LINES, **REFUSED}.items():
        typed = text if name == "megabyte" else text + LONG_ENOUGH
        signing = f"{base}/signatures/second"
        fields = {"verdict": "disagree", "reason": typed}
        assert sent(adviser, signing, signing, fields, "reason") == (name not in REFUSED), name
        unit.get(f"{base}/decision")
        fields = {**unit.filled(unit.form(f"{base}/decision")), "comment-purpose": typed}
        response = unit.client.post(f"{base}/comments?question=purpose", data=fields)
        assert response.status_code == (422 if name in REFUSED else 303), name
    good = [stored_form(t + LONG_ENOUGH).strip() for t in (*KEPT.values(), *LINES.values())]
    assert [row.reason for row in world.all(SignOff)] == good
    assert [row.text for row in world.all(Comment)] == good
    assert_inert(unit, f"{base}/decision", f"/policies/{edition.reference}")

    deliver(world.store)
    smtp_sink.clear()
    page = f"{base}/decision"
    for name, text in {**KEPT, **LINES, **REFUSED}.items():
        typed = text if name == "megabyte" else text + LONG_ENOUGH
        fields = {**RETURN, "return_reason": typed}
        accepted = sent(unit, page, page, fields, "return_reason")
        assert accepted == (name not in REFUSED), name
        if accepted:
            world.act("author", edition, Action.SUBMIT)
    returns = [c.reason for c in world.all(StageChange) if c.action is Action.RETURN]
    assert returns == good
    deliver(world.store)
    mails = [mail for mail in smtp_sink.received() if "returned" in mail.message["Subject"].lower()]
    assert len(mails) >= len(good)
    for mail in mails:
        assert mail.message["Bcc"] is None and mail.recipients != ("somebody@elsewhere.example",)
        assert "<script>" not in mail.html and "49" not in mail.text.replace(mail.message["To"], "")


@pytest.mark.parametrize("name", ["title", "reference"])
def test_bytes_that_are_no_text_break_nothing(site, name):
    author = site.visitor("author")
    author.get("/policies/new")
    filled = author.filled(author.form("/policies/new"))
    data = {**filled, **REGISTRATION}
    body = "&".join(
        f"{k}={v[0] if isinstance(v, list) else v}" for k, v in data.items() if k != name
    )
    for raw in ("%ED%A0%80", "%FF%FE", "a%C0%80b"):
        response = author.client.post(
            "/policies/new",
            data=f"{body}&{name}={raw}",
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code in (303, 409, 422)
