"""What a form takes over from answers to an earlier version of its questions."""

from __future__ import annotations

from forms.answers.from_edition import carriable, counts_at_once, judged_before, still_as_carried
from forms.questions.registry import Registry
from tests.forms.toys import TOY

OLD, NEW = (Registry.load(TOY).get("outing", "toy", version) for version in (1, 2))

GIVEN = {
    "place": "The harbour",
    "leader": "The clerk",
    "weather": "Rain",
    "fit": "yes",
    "travel": "foot",
    "food": "soup",
    "cost": 12,
    "shape_note": "There are round seats.",
}
TAKEN_OVER = {key: GIVEN[key] for key in ("place", "fit", "food", "shape_note")}


def test_an_answer_is_taken_over_where_the_new_version_still_accepts_it():
    assert carriable(OLD, NEW, GIVEN) == TAKEN_OVER


def test_nothing_is_taken_over_into_less_room_or_fewer_options():
    assert carriable(NEW, OLD, {"place": "The harbour", "food": "none", "travel": "foot"}) == {}


def test_facts_count_at_once_until_their_section_is_saved_and_judgements_are_shown():
    facts = {key: value for key, value in TAKEN_OVER.items() if key != "fit"}
    assert counts_at_once(NEW, TAKEN_OVER) == facts
    assert counts_at_once(NEW, TAKEN_OVER, saved={"plan"}) == {"shape_note": GIVEN["shape_note"]}
    assert judged_before(NEW, TAKEN_OVER) == {"fit": "yes"}


def test_an_answer_is_marked_for_as_long_as_it_stands_as_taken_over():
    answers = {**TAKEN_OVER, "food": "none"}
    assert still_as_carried(NEW, TAKEN_OVER, answers) == {"place", "shape_note"}


def test_what_has_happened_before_is_screened_afresh_in_each_edition():
    screening = Registry.load().latest("screening", "psed-2010")
    afresh = {question.key for question in screening.questions() if question.afresh}
    assert afresh == {question.key for question in screening.section("before").questions}
