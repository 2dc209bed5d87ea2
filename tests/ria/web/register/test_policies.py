"""The list of policies, a policy's page, my work, and the actions that need no form."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import SignatureKind
from ria.web.kit.pages import NAVIGATION
from tests.ria.web.conftest import email_of
from workflows.actions import Action
from workflows.stages import Stage


def titles(visitor):
    return [link.text for link in visitor.page.select("main tbody th a")]


def offers(visitor):
    """What the page of a policy offers: links and buttons."""
    part = visitor.page.find("section", attrs={"aria-labelledby": "open-to-you"})
    return [tag.text.strip() for tag in part.find_all(["a", "button"])] if part else []


class TestList:
    def test_it_is_searched_and_filtered(self, site):
        world = site.world
        world.register(title="Dress code")
        world.in_screening(title="Media policy")
        world.awaiting(title="Éclair machines", operation="operating")
        author = site.visitor("author")
        author.get("/policies")
        assert titles(author) == ["Dress code", "Media policy", "Éclair machines"]
        for query, found in {
            "words=CODE": ["Dress code"],
            "words=éclair": ["Éclair machines"],
            "words=dress+media": [],
            "words=p0002": ["Media policy"],
            "words=%25": [],
            "stage=screening": ["Media policy"],
            "stage=screening_approval": ["Éclair machines"],
            f"committee={world.committee_id}": ["Dress code", "Media policy", "Éclair machines"],
            f"committee={world.committee_id + 1}": [],
            "level=high": [],
        }.items():
            author.get(f"/policies?{query}")
            assert titles(author) == found, query

    def test_the_filters_stay_chosen(self, site):
        site.visitor("author").get("/policies")
        author = site.visitor("author")
        author.get("/policies?words=a+%22b%22&stage=screening&committee=1&level=low")
        form = author.page.find("form", role="search")
        assert form.find("input")["value"] == 'a "b"'
        chosen = [option["value"] for option in form.find_all("option", selected=True)]
        assert chosen == ["screening", "1", "low"]

    def test_pages_lead_on_and_back_without_loss(self, site):
        for number in range(120):
            site.world.register(title=f"Same title {number % 3}")
        author = site.visitor("author")
        author.get("/policies?words=same")
        seen, there = [], [author.page]
        while True:
            seen += [t.text for t in author.page.select("main tbody th span")]
            onward = author.page.find("a", rel="next")
            if onward is None:
                break
            author.get(onward["href"])
            there.append(author.page)
        assert len(seen) == len(set(seen)) == 120 and len(there) == 3
        while (back := author.page.find("a", rel="prev")) is not None:
            author.get(back["href"])
        first = [link.text for link in there[0].select("main tbody th a")]
        assert titles(author) == first and len(first) == 50


class TestPolicy:
    def test_it_says_with_whom_it_is_until_when_and_what_comes_then(self, site):
        edition = site.world.register(title="Media policy")
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        assert (
            "Now with Author Since 23 November 2026. Must start the screening by 21 December 2026 ."
            in author.text()
        )
        assert offers(author) == ["Start screening", "Withdraw", "Hand over to somebody else"]
        author.submit(action=f"/assessments/{edition.assessment_id}/actions/start")
        assert (
            author.response.headers["Location"] == f"/assessments/{edition.assessment_id}/screening"
        )
        author.get(f"/policies/{edition.reference}")
        assert "Must fill in and submit the screening form" in author.text()
        assert "Then: the Strategy Unit approves or returns it." in author.text()
        assert offers(author) == [
            "Fill in the screening form",
            "Withdraw",
            "Hand over to somebody else",
        ]

    def test_what_awaits_approval_is_with_the_strategy_unit(self, site):
        edition = site.world.awaiting()
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        assert "Now with the Strategy Unit" in author.text()
        assert "Then: it is closed as “Screened, not assessed”." in author.text()
        assert offers(author) == [
            "Take back",
            "Read the screening form",
            "Ask for a signature",
            "Withdraw",
            "Hand over to somebody else",
        ]
        unit = site.visitor("strategy")
        unit.get(f"/policies/{edition.reference}")
        assert offers(unit) == [
            "Decide on the screening form",
            "Ask for a signature",
            "Hand over to somebody else",
        ]
        assert "A second signature is missing" in unit.text()

    def test_who_was_asked_to_sign_is_named(self, site):
        edition = site.world.awaiting()
        site.world.ask(edition)
        adviser = site.visitor("adviser")
        adviser.get(f"/policies/{edition.reference}")
        assert "Asked to sign: Adviser (second signature)." in adviser.text()
        assert "Sign: second signature" in offers(adviser)
        site.world.sign("adviser", edition)
        adviser.get(f"/policies/{edition.reference}")
        assert "Asked to sign" not in adviser.text()

    def test_lateness_is_shown(self, site):
        edition = site.world.register()
        site.world.clock.at += dt.timedelta(days=29)
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        assert "This is overdue." in author.text()

    def test_an_ended_one_says_when_it_is_looked_at_again(self, site):
        edition = site.world.screened_out()
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        assert "This assessment has ended: screened, not assessed" in author.text()
        assert offers(author) == [
            "Read the screening form",
            "Open a new edition",
            "Hand over to somebody else",
        ]

    def test_words_of_the_draft_are_for_its_readers(self, site):
        edition = site.world.awaiting()
        seen = site.world.hash_of(edition)
        site.world.act("strategy", edition, Action.RETURN, seen=seen, reason="Canary reason.",
                       due_on=dt.date(2026, 12, 4), return_to=Stage.SCREENING)  # fmt: skip
        readers = {"author", "deputy", "head", "strategy2", "adviser", "scrutiny"}
        for name in (*sorted(readers), "colleague", "admin", "other_chair"):
            visitor = site.visitor(name)
            visitor.get(f"/policies/{edition.reference}")
            assert "Returned for changes" in visitor.text()
            assert ("Canary reason." in visitor.response.text) is (name in readers), name

    def test_the_timeline_is_newest_first(self, site):
        edition = site.world.in_screening()
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        events = [h.text for h in author.page.select(".ria-timeline h3")]
        assert events == ["Screening started", "Registered"]

    def test_typed_text_is_inert(self, site):
        title = "<script>alert(1)</script> {{7*7}} ${7*7} \u202e"
        edition = site.world.register(title=title, urgent_reason="<img onerror=x>")
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        assert title in author.page.h1.text and "49" not in author.page.h1.text
        assert "<img onerror" not in author.response.text

    def test_a_button_pressed_twice_works_once(self, site):
        edition = site.world.register()
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        start = f"/assessments/{edition.assessment_id}/actions/start"
        data = author.filled(author.form(start))
        author.post(start, data)
        author.post(start, data)
        assert site.world.kinds(edition.reference).count("stage_changed") == 1
        author.post(start, {**data, "token": "f" * 32}, status=422)
        assert "This cannot be done" in author.text() or "not possible" in author.text()

    def test_what_was_submitted_can_be_taken_back(self, site):
        edition = site.world.awaiting()
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        author.submit(action=f"/assessments/{edition.assessment_id}/actions/take_back")
        assert site.world.row(edition).stage is Stage.SCREENING

    def test_a_deputy_who_did_not_submit_is_not_offered_it(self, site):
        edition = site.world.awaiting()
        deputy = site.visitor("deputy")
        deputy.get(f"/policies/{edition.reference}")
        assert "Take back" not in offers(deputy)


class TestWork:
    def rows(self, visitor, part):
        section = visitor.page.find("section", attrs={"aria-labelledby": part})
        return [row.th.a.text for row in section.find("tbody").find_all("tr")] if section else []

    def test_nothing_waits_at_first(self, site):
        author = site.visitor("author")
        author.get("/work")
        assert "Nothing waits for you" in author.text()

    def test_what_came_back_is_first_then_what_is_due_first(self, site):
        world = site.world
        world.in_screening(title="Due first")
        world.clock.at += dt.timedelta(days=1)
        world.register(title="Due later")
        back = world.awaiting(title="Came back")
        world.act("strategy", back, Action.RETURN, seen=world.hash_of(back), reason="Say more.",
                  due_on=dt.date(2027, 3, 1), return_to=Stage.SCREENING)  # fmt: skip
        for name in ("author", "deputy"):
            visitor = site.visitor(name)
            visitor.get("/work")
            assert self.rows(visitor, "drafts") == ["Came back", "Due first", "Due later"]
            assert "Returned to you: Say more." in visitor.text()
        for name in ("colleague", "strategy", "admin"):
            visitor = site.visitor(name)
            visitor.get("/work")
            assert self.rows(visitor, "drafts") == []

    def test_decisions_wait_for_the_strategy_unit(self, site):
        site.world.awaiting(title="To decide")
        for name, waits in {"strategy": True, "strategy2": True, "author": False}.items():
            visitor = site.visitor(name)
            visitor.get("/work")
            assert self.rows(visitor, "decisions") == (["To decide"] if waits else [])

    def test_what_one_contributed_to_is_for_a_colleague(self, site):
        world = site.world
        edition = world.in_screening(title="My own", deputy_id=world.ids["strategy"])
        world.fill(edition, who="strategy")
        world.act("strategy", edition, Action.SUBMIT)
        visitor = site.visitor("strategy")
        visitor.get("/work")
        assert "You contributed, so a colleague must decide." in visitor.text()
        visitor = site.visitor("strategy2")
        visitor.get("/work")
        assert "You contributed" not in visitor.text()

    @pytest.mark.parametrize("kind", [SignatureKind.SECOND, SignatureKind.COMMITTEE])
    def test_a_signature_waits_until_it_is_given(self, site, kind):
        edition = site.world.awaiting(title="To sign")
        asked = "adviser" if kind is SignatureKind.SECOND else "chair"
        site.world.ask(edition, asked if kind is SignatureKind.SECOND else "", kind)
        visitor = site.visitor(asked)
        visitor.get("/work")
        assert self.rows(visitor, "signatures") == ["To sign"]
        minutes = {} if kind is SignatureKind.SECOND else {"minute_reference": "12/3"}
        decided = {} if kind is SignatureKind.SECOND else {"decided_on": dt.date(2026, 11, 20)}
        site.world.sign(asked, edition, kind, **minutes, **decided)
        visitor.get("/work")
        assert self.rows(visitor, "signatures") == []


@pytest.mark.parametrize("name", ["author", "strategy", "adviser", "scrutiny", "admin"])
def test_navigation_offers_what_is_open_to_each(site, name):
    visitor = site.visitor(name)
    visitor.get("/policies")
    nav = visitor.page.find("nav", attrs={"aria-label": "Main"})
    offered = {link.text: link["href"] for link in nav.find_all("a")}
    assert nav.find("a", attrs={"aria-current": "page"}).text == "Policies"
    assert {"My work", "Policies", "Public register"} <= set(offered)
    for label, href, _ in NAVIGATION:
        visitor.get(href, 200 if label in offered else 403)


def test_a_pretended_date_is_shown_on_every_page(site, tmp_path):
    from ria.db.store import open_store
    from ria.settings import load_settings
    from ria.web.app import create_app
    from tests.ria.web.client import Visitor

    now = tmp_path / "now"
    now.write_text("2029-06-30T23:30:00+00:00", encoding="ascii")
    settings = load_settings(
        env="demo", database_url=site.world.store.settings.database_url, fake_now_file=now
    )
    store = open_store(settings)
    visitor = Visitor(create_app(store))
    for path, status in (("/", 200), ("/sign-in", 200), ("/nowhere", 404)):
        visitor.get(path, status)
        assert "pretends that today is 1 July 2029." in " ".join(visitor.page.text.split())
    visitor.sign_in(email_of("author"))
    store.close()
