"""Pages of questions: sound markup for every kind, errors at their inputs, hostile text inert."""

from __future__ import annotations

import io
import re

import pytest

from forms.answers.answers import visible_sections
from tests.forms.pages import Page, make_app
from tests.forms.samples import screening, screening_answers
from tests.forms.toys import ANSWERS, toy

SECTIONS = [section.id for section in toy().sections]
HOSTILE = "\"><script>alert(1)</script>{{7*7}}${7*7}<img src=x onerror=alert(1)>'\u202e</textarea>"


@pytest.fixture(scope="module")
def client():
    return make_app(toy(), ANSWERS).test_client()


@pytest.fixture(scope="module")
def empty():
    return make_app(toy(), {"shape_groups": ["round"], "size_groups": ["tall"]}).test_client()


def check_sound(page):
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    for found in page.inputs:
        assert found.get("id") in page.labelled, f"no label for {found['name']}"
    assert set(page.described) <= set(page.ids), "a description that does not exist"
    for link in page.links:
        assert link.removeprefix("#") in page.ids, f"{link} leads nowhere"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_kind_renders_soundly_empty_and_filled(client, empty, section):
    for who in (client, empty):
        response = who.get(f"/{section}")
        assert response.status_code == 200
        page = Page(response.text)
        check_sound(page)
        assert page.inputs


@pytest.mark.parametrize("section", SECTIONS)
def test_page_posted_as_it_stands_gives_the_stored_answers(client, section):
    posted = Page(client.get(f"/{section}").text).posted()
    response = client.post(f"/{section}", data=posted)
    asked = {question.key for question in toy().section(section).questions}
    assert response.status_code == 200
    assert response.json["answers"] == {key: ANSWERS[key] for key in asked}


@pytest.mark.parametrize("section", SECTIONS)
def test_empty_section_can_be_saved(empty, section):
    response = empty.post(f"/{section}", data={})
    assert response.status_code == 200
    assert response.json["answers"] == {}


@pytest.mark.parametrize("frame", ["psed-2010", "rraa-2000"])
@pytest.mark.parametrize("name", ["stop_and_search", "server_patching", "interpreters"])
def test_every_screening_page_is_sound_and_gives_back_what_it_shows(name, frame):
    answers = screening_answers(name, frame, contact="U3")
    client = make_app(screening(frame), answers).test_client()
    for section in visible_sections(screening(frame), answers):
        html = client.get(f"/{section.id}").text
        page = Page(html)
        check_sound(page)
        response = client.post(f"/{section.id}", data=page.posted())
        assert response.status_code == 200, html
        asked = {question.key for question in section.questions} & set(answers)
        assert response.json["answers"] == {key: answers[key] for key in asked}
        assert html.count("Help and an example") == html.count('class="ria-question"')


def test_conditional_question_stands_inside_the_option_that_reveals_it(client):
    html = client.get("/simple").text
    revealed = re.search(r'id="conditional-agreed"(.*?)</textarea>', html, re.S)
    assert revealed
    assert 'name="terms"' in revealed[1]
    assert html.count('name="terms"') == 1


@pytest.mark.parametrize("agreed", ["yes", "no"])
def test_a_short_answer_stays_in_the_draft_asked_or_hidden(client, agreed):
    response = client.post("/simple", data={"agreed": agreed, "terms": "Short"})
    assert response.status_code == 200
    assert response.json["answers"]["terms"] == "Short"


REFUSED = {
    "agreed": "yes",
    "terms": "short\n\n  ",
    "known": "maybe",
    "colour": "green",
    "fruits": ["apple", "nothing"],
    "title_line": "x" * 201,
    "story": "a\x00b",
    "amount": "many",
    "day-day": "31",
    "day-month": "2",
    "day-year": "2024",
}


def test_refused_page_shows_errors_at_their_inputs_and_keeps_what_was_typed(client):
    response = client.post("/simple", data=REFUSED)
    page = Page(response.text)
    check_sound(page)
    assert response.status_code == 422
    links = [link.removeprefix("#") for link in page.links]
    assert links == ["known", "colour", "fruits", "title_line", "story", "amount", "day-day"]
    for name in ("known", "colour", "fruits", "title_line", "story", "amount", "day"):
        assert f"{name}-error" in page.described
    posted = page.posted()
    assert posted["terms"] == ["short\n\n  "]
    assert posted["fruits"] == ["apple", "nothing"]
    assert posted["title_line"] == ["x" * 201]
    assert posted["story"] == ["a\ufffdb"]
    assert posted["amount"] == ["many"]
    assert (posted["day-day"], posted["day-month"]) == (["31"], ["2"])


@pytest.mark.parametrize("section", ["simple", "choices", "shape-effects"])
def test_hostile_text_is_inert_and_kept(client, section):
    posted = Page(client.get(f"/{section}").text).posted()
    clean = Page(client.get(f"/{section}").text)
    hostile = {name: [HOSTILE] for name in posted}
    response = client.post(f"/{section}", data=hostile)
    page = Page(response.text)
    assert response.status_code == 422
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "49" not in re.sub(r"\d{3,}", "", response.text)
    assert len(page.inputs) == len(clean.inputs)
    assert set(page.texts.values()) <= {HOSTILE}


@pytest.mark.parametrize("text", ["\nstarts with a line end", "a\n  b\n\n\n", "\n\n\n", "x\t\ny  "])
def test_line_ends_and_spaces_survive_the_page(text):
    answers = {**ANSWERS, "terms": "0123456789" + text, "story": text}
    client = make_app(toy(), answers).test_client()
    texts = Page(client.get("/simple").text).texts
    assert texts["terms"] == answers["terms"]
    assert texts["story"] == text


def test_add_and_remove_row_keep_what_was_typed_and_save_nothing(client):
    posted = Page(client.get("/choices").text).posted()
    posted["visits-r1-place"] = ["Mu"]
    page = Page(client.post("/choices", data={**posted, "visits-add": "add"}).text)
    names = {str(found["name"]) for found in page.inputs}
    assert "visits-r8-place" in names
    assert page.posted()["visits-r1-place"] == ["Mu"]
    assert not page.links
    page = Page(client.post("/choices", data={**posted, "visits-remove-r1": "r1"}).text)
    names = {str(found["name"]) for found in page.inputs}
    assert "visits-r7-place" in names
    assert "visits-r1-place" not in names


def test_too_many_rows_are_refused_and_all_kept(client):
    posted = {f"visits-r{n}-place": f"Place {n}" for n in range(1, 6)}
    response = client.post("/choices", data=posted)
    assert response.status_code == 422
    kept = Page(response.text).posted()
    assert all(kept[name] == [value] for name, value in posted.items())
    assert "You can give at most 3 rows" in response.text


def test_first_button_of_the_page_saves(client):
    assert Page(client.get("/choices").text).buttons[0]["name"] == "save"


def test_new_file_is_handed_over_and_the_chosen_one_kept(client):
    data = {"paper": "F7", "paper-upload": (io.BytesIO(b"text"), "new.pdf")}
    response = client.post("/choices", data=data, content_type="multipart/form-data")
    assert response.json == {"answers": {"paper": "F7"}, "uploads": {"paper": "new.pdf"}}
    nothing = {"paper": "", "paper-upload": (io.BytesIO(b""), "")}
    response = client.post("/choices", data=nothing, content_type="multipart/form-data")
    assert response.json == {"answers": {}, "uploads": {}}


def test_person_who_left_the_list_can_stay_chosen():
    client = make_app(toy(), {**ANSWERS, "who": "U9"}).test_client()
    page = Page(client.get("/choices").text)
    assert page.posted()["who"] == ["U9"]
    assert client.post("/choices", data={"who": "U9"}).json["answers"]["who"] == "U9"
    assert client.post("/choices", data={"who": "U8"}).status_code == 422


def test_fields_of_one_form_do_not_leak_into_another(client):
    client.get("/simple")
    names = {str(found["name"]) for found in Page(client.get("/groups").text).inputs}
    assert names == {"shape_groups", "size_groups"}


def test_json_body_is_no_form(client):
    assert client.post("/simple", json=[1, 2]).json["answers"] == {}


def test_posted_names_that_are_no_questions_are_ignored(client):
    response = client.post("/groups", data={"status": "published", "owner_id": "1", "version": "9"})
    assert response.json["answers"] == {}


def test_summary_shows_answers_and_leaves_markup_inert():
    answers = {**ANSWERS, "terms": HOSTILE}
    client = make_app(toy(), answers).test_client()
    html = client.get("/answers/simple").text
    assert "script" not in Page(html).tags
    assert "/change#terms" in Page(html).links
    assert "29 February 2024" in html
    assert "Round people" in client.get("/answers/shape-effects").text


def test_rating_table_prints_the_clause_and_its_reason():
    client = make_app(screening(), screening_answers("dress_code")).test_client()
    html = client.get("/answers/result").text
    assert 'data-level="medium" data-clause="f"' in " ".join(html.split())
    assert "There is some evidence of a difference" in html


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029"])
def test_line_ends_of_a_refused_row_come_back_as_they_were_typed(client, end):
    """The components indent what a row holds, and what they took for a line end was changed."""
    section = next(s.id for s in toy().sections for q in s.questions if q.key == "visits")
    typed = {name: f"one{end}two{end}three" for name in ("visits-r1-place", "visits-r1-why")}
    response = client.post(f"/{section}", data={**typed, "visits-r1-count": f"1{end}2"})
    assert response.status_code == 422
    page = Page(response.text)
    shown = {found["name"]: found.get("value") for found in page.inputs} | page.texts
    kept = "\u2028" if end == "\u2028" else "\u2029" if end == "\u2029" else "\n"
    assert {name: shown[name] for name in typed} == dict.fromkeys(typed, f"one{kept}two{kept}three")
    assert shown["visits-r1-count"] == f"1{kept}2"
