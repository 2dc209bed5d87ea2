"""The evidence bank's pages: added, found, read, corrected by two at once, superseded."""

from __future__ import annotations

import io

import pytest

from forms.questions.question import Audience
from ria.models import Evidence, EvidenceKind, StoredFile
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.evidence.files import Upload

TYPED = {
    "title": "What the youth group said",
    "kind": "consultation",
    "source": "Community team",
    "period": "October 2026",
    "area": "The borough",
    "as_of-day": "31",
    "as_of-month": "10",
    "as_of-year": "2026",
    "finding": "Nine of eleven had been stopped more than once.\r\n\r\nTwo felt safer.",
    "limits": "Eleven young men, none of them Roma.",
    "audience": "internal",
}
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} {% raise %}",
    "' OR 1=1 --",
    "\u202egpj.exe",
    "👩🏽‍⚖️ résumé Ω",
)


def add(site, edition, who="author", **changes):
    usual = {
        "title": "Stops by ethnic group",
        "kind": EvidenceKind.STATISTICS,
        "source": "Home Office",
        "period": "2019/20",
        "area": "London",
        "finding": "Black people were searched most.",
        "limits": "It is old.",
        "audience": Audience.INTERNAL,
    }
    return add_evidence(
        site.world.store,
        policy_reference=edition.reference,
        actor_id=site.world.ids[who],
        given=EvidenceInput(**{**usual, **changes}),
        token=site.world.token(),
    )


def address(edition):
    return f"/policies/{edition.reference}/evidence/new"


def errors(visitor):
    return {a["href"]: a.text for a in visitor.page.select(".govuk-error-summary a")}


def test_a_source_is_added_and_shown(site_on_both):
    edition = site_on_both.world.in_screening()
    author = site_on_both.visitor("author")
    author.get(address(edition))
    author.submit(TYPED)
    author.follow()
    text = author.text()
    for words in ("What the youth group said", "Nine of eleven", "none of them Roma", "E1",
                  "31 October 2026", "No assessment cites it now", "no copy here"):  # fmt: skip
        assert words in text
    evidence = site_on_both.world.all(Evidence)[0]
    assert evidence.finding == "Nine of eleven had been stopped more than once.\n\nTwo felt safer."


def test_every_question_has_help_and_an_example(site):
    edition = site.world.register()
    author = site.visitor("author")
    author.get(address(edition))
    questions = author.page.select(".ria-question")
    assert len(questions) == 11
    for question in questions:
        assert "Example." in question.find("details").text


def test_what_is_missing_is_said_at_each_field_and_nothing_is_lost(site):
    edition = site.world.register()
    author = site.visitor("author")
    author.get(address(edition))
    author.submit({"title": "A title", "link": "javascript:alert(1)"}, status=422)
    assert set(errors(author)) == {"#kind", "#source", "#period", "#area", "#finding", "#limits"}
    assert author.page.find(id="title")["value"] == "A title"
    author.submit({**TYPED, "link": "javascript:alert(1)"}, status=422)
    assert errors(author) == {"#link": "Enter a web address that begins with http:// or https://"}
    assert author.page.find(id="link")["value"] == "javascript:alert(1)"
    assert "Nine of eleven" in author.page.find(id="finding").text
    assert site.world.all(Evidence) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(site, words):
    edition = site.world.register()
    author = site.visitor("author")
    fields = dict.fromkeys(("title", "source", "period", "area"), words * 3)
    fields |= dict.fromkeys(("finding", "limits"), f"{words * 3} Two of eleven felt safer.")
    author.get(address(edition))
    author.submit({**TYPED, **fields})
    author.follow()
    assert words in author.page.main.text
    author.get("/evidence")
    assert words in author.page.main.text
    author.get("/evidence/E1/edit")
    author.submit()
    evidence = site.world.all(Evidence)[0]
    assert {name: getattr(evidence, name) for name in fields} == fields
    assert evidence.version == 1


def test_a_privileged_source_is_offered_to_legal_advisers_alone(site):
    edition = site.world.register()
    author, legal = site.visitor("author"), site.visitor("legal", "10.0.0.2")
    author.get(address(edition))
    assert author.page.find("input", value="privileged") is None
    author.submit({**TYPED, "audience": "privileged"}, status=422)
    legal.get(address(edition))
    legal.submit({**TYPED, "audience": "privileged"})
    legal.follow()
    author.get("/evidence/E1", 404)
    author.get("/evidence")
    assert "youth group" not in author.text()


def test_the_bank_is_searched_and_offers_to_add_for_a_policy(site):
    first, second = site.world.register(), site.world.register()
    add(site, first)
    add(site, second, title="What we heard", kind=EvidenceKind.SURVEY)
    author = site.visitor("author")
    author.get("/evidence", query_string={"words": "heard"})
    assert "What we heard" in author.text() and "Stops by" not in author.text()
    author.get("/evidence", query_string={"policy": first.reference.lower()})
    assert "Stops by" in author.text() and "What we heard" not in author.text()
    assert author.page.find("a", href=address(first)).text == f"Add a source for {first.reference}"
    author.get("/evidence", query_string={"policy": "none"})
    assert "No source matches this" in author.text()
    scrutiny = site.visitor("scrutiny", "10.0.0.2")
    scrutiny.get("/evidence", query_string={"policy": first.reference})
    assert scrutiny.page.find("a", href=address(first)) is None
    author.get("/evidence?kind=nonsense&after=x&before=99999999999999999999&area=%00")


def test_a_long_bank_is_read_a_page_at_a_time(site):
    edition = site.world.register()
    for number in range(52):
        add(site, edition, title=f"Source {number}")
    author = site.visitor("author")
    author.get("/evidence")
    assert len(author.page.select("tbody tr")) == 50
    author.get(author.page.find("a", rel="next")["href"])
    assert [row.th.a.text for row in author.page.select("tbody tr")] == ["Source 1", "Source 0"]
    author.get(author.page.find("a", rel="prev")["href"])
    assert len(author.page.select("tbody tr")) == 50


def test_two_who_correct_at_once_lose_nothing(site):
    edition = site.world.register()
    add(site, edition)
    first, second = site.visitor("author"), site.visitor("adviser", "10.0.0.2")
    first.get("/evidence/E1/edit")
    second.get("/evidence/E1/edit")
    first.submit({"limits": "It counts searches and not people."})
    second.submit({"limits": "It is old, and counts searches."}, status=409)
    compared = " ".join(second.page.find(id="both-texts").text.split())
    assert "It counts searches and not people." in compared
    assert "It is old, and counts searches." in compared
    assert "Black people" not in compared
    assert second.page.find(id="limits").text.strip() == "It is old, and counts searches."
    second.submit({"limits": "It is old, and counts searches and not people."})
    assert site.world.all(Evidence)[0].limits == "It is old, and counts searches and not people."


def test_two_who_correct_alike_are_told_so(site):
    edition = site.world.register()
    add(site, edition)
    first, second = site.visitor("author"), site.visitor("adviser", "10.0.0.2")
    first.get("/evidence/E1/edit")
    second.get("/evidence/E1/edit")
    first.submit({"limits": "It counts searches and not people."})
    second.submit({"limits": "It counts searches and not people."}, status=409)
    assert "You both wrote the same" in second.text()
    second.submit()


class TestFiles:
    def test_a_copy_is_kept_and_read_by_whoever_sees_the_source(self, site):
        edition = site.world.register()
        author = site.visitor("author")
        author.get(address(edition))
        data = {**author.filled(author.form()), **TYPED}
        data["file-upload"] = (io.BytesIO(b"What they said."), "notes.txt")
        author.post(address(edition), data)
        author.follow()
        link = author.page.find("a", string="Download “notes.txt”")["href"]
        for name in ("colleague", "scrutiny", "chair"):
            reader = site.visitor(name, f"10.0.1.{len(name)}")
            reader.get(link)
            assert reader.response.data == b"What they said."
            assert "attachment" in reader.response.headers["Content-Disposition"]

    def test_the_audience_of_the_source_is_that_of_its_copy(self, site):
        edition = site.world.in_screening()
        add(site, edition, "legal", audience=Audience.PRIVILEGED,
            file=Upload("advice.txt", b"Our advice."))  # fmt: skip
        [kept] = site.world.all(StoredFile)
        for name in ("author", "strategy", "adviser", "colleague"):
            site.visitor(name, f"10.0.1.{len(name)}").get(f"/files/{kept.key}", 404)
        site.visitor("legal", "10.0.2.1").get(f"/files/{kept.key}")

    def test_a_copy_is_no_answer_to_a_question_for_a_file(self, site):
        edition = site.world.in_screening()
        add(site, edition, file=Upload("advice.txt", b"Our advice."))
        author = site.visitor("author")
        author.get(f"/assessments/{edition.assessment_id}/screening/purpose")
        assert "advice.txt" not in author.response.text

    def test_a_copy_stays(self, site):
        edition = site.world.register()
        add(site, edition, file=Upload("advice.txt", b"Our advice."))
        author = site.visitor("author")
        author.get("/evidence/E1/edit")
        assert author.page.find("input", type="file") is None
        assert "“advice.txt” stays as it is" in author.text()
        author.get("/evidence/E1/history")
        assert "advice.txt" in author.text() and "['" not in author.text()


class TestSuperseding:
    def test_the_old_source_leads_to_the_new_one(self, site):
        edition = site.world.register()
        add(site, edition)
        add(site, edition, title="Newer")
        author = site.visitor("author")
        author.get("/evidence/E1/supersede")
        author.submit({"by": "E9"}, status=422)
        assert errors(author) == {"#by": "There is no source with this reference."}
        author.submit({"by": "E2"})
        author.follow()
        assert author.page.find("a", href="/evidence/E2").text == "E2"
        assert "Superseded" in author.text()
        author.get("/evidence")
        assert author.text().count("Superseded") == 1

    def test_after_somebody_elses_correction_one_looks_again(self, site):
        edition = site.world.register()
        add(site, edition)
        add(site, edition)
        author = site.visitor("author")
        author.get("/evidence/E1/supersede")
        site.visitor("deputy", "10.0.0.2").get("/evidence/E1/edit")
        other = site.visitor("deputy", "10.0.0.3")
        other.get("/evidence/E1/edit")
        other.submit({"limits": "It is very old."})
        author.submit({"by": "E2"}, status=409)


def test_the_history_shows_what_was_corrected_and_a_file_what_may_be_seen(site):
    edition = site.world.register()
    add(site, edition)
    add(site, edition, "legal", title="Our advice", audience=Audience.PRIVILEGED)
    author = site.visitor("author")
    author.get("/evidence/E1/edit")
    author.submit({"limits": "It counts searches and not people."})
    reader = site.visitor("colleague", "10.0.0.2")
    reader.get("/evidence/E1/history")
    said = " ".join(reader.page.main.text.split())
    assert "Before It is old. After It counts searches and not people." in said
    assert "Black people were searched most." in said
    reader.get("/evidence/E2/history", 404)
    lines = reader.client.get("/evidence.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 2 and "Stops by ethnic group" in lines[1]


def test_what_was_privileged_stays_so_when_the_source_is_opened_to_others(site):
    edition = site.world.register()
    add(site, edition, "legal", title="Risk", finding="We would lose in court, so beware.",
        audience=Audience.PRIVILEGED)  # fmt: skip
    legal = site.visitor("legal")
    legal.get("/evidence/E1/edit")
    legal.submit({"finding": "What the law says of stops.", "audience": "internal"})
    legal.get("/evidence/E1/history")
    assert "We would lose in court" in legal.text()
    author = site.visitor("author", "10.0.0.2")
    author.get("/evidence/E1/history")
    assert "We would lose in court" not in author.text()
    assert author.page.select(".ria-timeline__event") == []
    legal.get("/evidence/E1/edit")
    legal.submit({"limits": "It is about London alone."})
    author.get("/evidence/E1/history")
    assert "It is about London alone." in author.text()


@pytest.mark.parametrize("path", ["/evidence/E1/edit", "/evidence/E1/supersede"])
def test_who_may_only_read_may_not_change(site, path):
    add(site, site.world.register())
    site.visitor("colleague").get(path, 403)
    site.visitor("colleague", "10.0.0.2").get("/evidence/E1")
    site.visitor("colleague", "10.0.0.3").get("/evidence/E2", 404)
