"""Which answers count, which are missing, their hash, and how they read."""

from __future__ import annotations

from forms.answers.answers import (
    content_hash,
    displayed,
    unanswered,
    visible_answers,
    visible_questions,
    visible_sections,
)
from forms.answers.display import blocks, summary
from forms.questions.question import Audience
from tests.forms.samples import screening, screening_answers
from tests.forms.toys import ANSWERS, EVIDENCE, PEOPLE, toy


def gaps(answers):
    return {(gap.section_id, gap.key) for gap in unanswered(toy(), answers)}


def test_complete_answers_have_no_gaps_and_are_all_visible():
    assert unanswered(toy(), ANSWERS) == []
    assert visible_answers(toy(), ANSWERS) == ANSWERS


def test_empty_form_misses_every_required_question_it_asks():
    missing = {key for _, key in gaps({})}
    assert missing == {
        "agreed", "known", "colour", "fruits", "title_line", "story", "amount", "day", "who",
        "proofs", "visits",
    }  # fmt: skip
    assert unanswered(toy(), {})[0].message == "Say whether it is agreed"


def test_hidden_answer_is_out_of_the_visible_ones_and_of_the_hash():
    hidden = {**ANSWERS, "agreed": "no"}
    assert "terms" not in visible_answers(toy(), hidden)
    assert hidden["terms"] == ANSWERS["terms"]
    without = {key: value for key, value in hidden.items() if key != "terms"}
    assert content_hash(toy(), hidden) == content_hash(toy(), without)
    assert content_hash(toy(), hidden) != content_hash(toy(), ANSWERS)


def test_hash_depends_on_the_set():
    psed, rraa = screening("psed-2010"), screening("rraa-2000")
    assert content_hash(psed, {"change": "new"}) != content_hash(rraa, {"change": "new"})


def test_group_no_longer_ticked_and_hidden_column_do_not_count():
    answers = {**ANSWERS, "shape_groups": ["square"]}
    answers["shape_effects"] = {
        **ANSWERS["shape_effects"],
        "square": {"harm": "no", "gain": "no", "how": "Left over from before."},
    }
    assert visible_answers(toy(), answers)["shape_effects"] == {
        "square": {"harm": "no", "gain": "no"}
    }


def test_section_appears_when_a_group_is_ticked():
    ids = [section.id for section in visible_sections(toy(), {"size_groups": ["tall"]})]
    assert "size-effects" in ids
    assert "shape-effects" not in ids
    assert visible_questions(toy(), toy().section("shape-effects"), {}) == ()
    asked = visible_questions(toy(), toy().section("size-effects"), {"size_groups": ["tall"]})
    assert [question.key for question in asked] == ["size_effects"]


def test_every_ticked_group_and_every_shown_column_is_needed():
    answers = {**ANSWERS, "shape_effects": {"round": {"harm": "yes", "gain": "no"}}}
    messages = [gap.message for gap in unanswered(toy(), answers)]
    assert messages == [
        "Round people: say how",
        "Square people: answer: Could it harm them?",
        "Square people: answer: Could they gain?",
    ]


def test_table_needs_its_rows_and_their_columns():
    assert ("choices", "visits") in gaps({**ANSWERS, "visits": []})
    rows = [{"id": "r1", "place": "Pier", "good": "no"}]
    messages = [gap.message for gap in unanswered(toy(), {**ANSWERS, "visits": rows})]
    assert messages == ["Row 1: say why"]


def test_carried_text_under_its_minimum_is_a_gap():
    assert gaps({**ANSWERS, "terms": "Short"}) == {("simple", "terms")}


def test_each_kind_reads_as_plain_lines():
    lines = {
        question.key: displayed(question, ANSWERS.get(question.key), {**PEOPLE, "F7": "paper.pdf"})
        for question in toy().questions()
    }
    assert lines["agreed"] == ["Yes"]
    assert lines["known"] == ["Not sure"]
    assert lines["colour"] == ["Blue"]
    assert lines["fruits"] == ["Apple", "Pear"]
    assert lines["terms"] == ["On the usual", "", "terms, twice."]
    assert lines["amount"] == ["12"]
    assert lines["day"] == ["29 February 2024"]
    assert lines["who"] == ["The clerk"]
    assert lines["paper"] == ["paper.pdf"]
    assert lines["proofs"] == ["E2", "E12"]
    assert lines["visits"][3] == "When 5 March 2027"
    assert lines["visits"][:2] == ["Row 1", "Place Museum"]
    assert lines["shape_effects"][:2] == ["Round people", "Could it harm them? Yes"]


def test_unticked_groups_are_shown_as_considered():
    question = toy().question("shape_groups")
    assert displayed(question, None) == ["Every group: considered"]
    assert displayed(question, ["round"]) == ["Round people", "Every other group: considered"]
    assert displayed(question, ["round", "square"]) == ["Round people", "Square people"]


def test_unanswered_question_says_so_and_unknown_person_shows_the_reference():
    assert displayed(toy().question("who"), None) == ["Not answered"]
    assert displayed(toy().question("who"), "U9", PEOPLE) == ["U9"]
    assert displayed(toy().question("proofs"), ["E2"], EVIDENCE) == ["The count of 2024"]


def test_summary_for_the_public_holds_public_answers_only():
    question_set = screening()
    answers = screening_answers("dress_code")
    rows = summary(question_set.questions(), answers, {}, {Audience.PUBLIC})
    keys = {row.key for row in rows}
    assert {"purpose", "results", "proposed_level", "proposed_reasons", "race_groups"} <= keys
    assert not {"race_effects", "contact", "sources", "document", "assessed_outcome"} & keys


def test_blocks_keep_a_row_together():
    found = blocks(toy().question("visits"), ANSWERS["visits"])
    assert [block.title for block in found] == ["Row 1", "Row 2"]
    assert found[1].lines == ("Place Harbour", "Good? No", "Why? It rained all day.")
