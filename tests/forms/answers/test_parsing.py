"""Posted text to answers and back: every kind round-trips, nothing hostile crashes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forms.answers.parsing import Choices, parse, serialise
from forms.answers.text import substance
from tests.forms.toys import ANSWERS, EVIDENCE, FILES, PEOPLE, toy

CHOICES = Choices(PEOPLE, FILES, EVIDENCE)
HOLLOW = "Write at least 10 characters in words. Dots, and one letter again and again, do not count"


def read(key, posted):
    question = toy().question(key)
    groups = [option.value for option in question.groups]
    return parse(question, {name: _list(value) for name, value in posted.items()}, CHOICES, groups)


def _list(value):
    return value if isinstance(value, list) else [value]


def messages(key, posted):
    return [trouble.message for trouble in read(key, posted).troubles]


@pytest.mark.parametrize("key", list(ANSWERS))
def test_every_kind_round_trips(key):
    question = toy().question(key)
    groups = [option.value for option in question.groups]
    posted = serialise(question, ANSWERS[key])
    parsed = parse(question, posted, CHOICES, groups)
    assert parsed.troubles == ()
    assert parsed.value == ANSWERS[key]


@pytest.mark.parametrize("key", list(ANSWERS))
def test_nothing_posted_and_empty_inputs_are_unanswered_and_no_trouble(key):
    empty = serialise(toy().question(key), ANSWERS[key])
    for posted in ({}, {name: "" for name in empty}):
        assert read(key, posted).value is None
        assert read(key, posted).troubles == ()


SCALARS = ["agreed", "known", "colour", "title_line", "story", "amount", "who", "paper"]


@pytest.mark.parametrize("key", SCALARS)
def test_list_in_place_of_one_value_is_a_field_error(key):
    parsed = read(key, {key: ["yes", "no"]})
    assert parsed.value is None
    assert parsed.troubles[0].part == key


@pytest.mark.parametrize("key", ["agreed", "known", "colour", "fruits", "who", "paper", "proofs"])
def test_value_not_offered_is_a_field_error(key):
    parsed = read(key, {key: "green"})
    assert parsed.value is None
    assert parsed.troubles[0].part == key


@pytest.mark.parametrize("key", list(ANSWERS))
def test_ten_thousand_repeats_are_a_field_error(key):
    name = {"day": "day-day", "visits": "visits-r1-place"}.get(key, key)
    name = {
        "shape_effects": "shape_effects-round-how",
        "size_effects": "size_effects-tall-how",
    }.get(key, name)
    assert read(key, {name: ["apple"] * 10_000}).troubles


@pytest.mark.parametrize("key", list(ANSWERS))
def test_name_the_question_does_not_ask_for_is_a_field_error(key):
    for name in (f"{key}-x", f"{key}-x-y-z", f"{key}-", f"{key}-r1-nothing", f"{key}-../x-place"):
        assert read(key, {name: "1"}).troubles, name


def test_name_of_another_question_is_left_alone():
    assert read("agreed", {"agreed": "yes", "agreed2": "x", "status": "published"}).value == "yes"


def test_text_is_stored_as_typed_in_nfc_with_lf():
    typed = "  Cafe\u0301 \u202etrap\u200b\r\none\rtwo\t<script>{{7*7}}</script>"
    typed += " =1+1 \U0001f468\u200d\U0001f469 \ufeff "
    stored = read("story", {"story": typed}).value
    assert stored == unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
    assert "Caf\u00e9" in stored


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\udfff"])
def test_control_character_is_refused_at_the_field_and_named(bad):
    (message,) = messages("story", {"story": f"abc{bad}def"})
    assert f"U+{ord(bad):04X}, character 4" in message


@pytest.mark.parametrize(
    ("key", "typed", "message"),
    [
        ("terms", "Too short", "Write at least 10 characters"),
        ("terms", "Short     " + " " * 50, "Write at least 10 characters"),
        ("terms", ". " * 30, HOLLOW),
        ("terms", "a" * 60, HOLLOW),
        ("terms", "ab" * 30, HOLLOW),
        ("terms", "- - - 9 - - -", HOLLOW),
        ("story", "x" * 401, "This must be 400 characters or fewer"),
        ("story", "x" * 1_000_000, "This must be 400 characters or fewer"),
        ("title_line", "x" * 201, "This must be 200 characters or fewer"),
        ("title_line", "one\ntwo", "Write this on one line"),
        ("amount", "0", "The number must be 1 or more"),
        ("amount", "5,001", "The number must be 5,000 or less"),
        ("amount", "twelve", "Enter a whole number, such as 2950"),
        ("amount", "1.5", "Enter a whole number, such as 2950"),
        ("amount", "\u0661\u0662", "Enter a whole number, such as 2950"),
        ("amount", "9" * 5000, "Enter a whole number, such as 2950"),
    ],
)
def test_refused_value_has_a_plain_message(key, typed, message):
    assert messages(key, {key: typed}) == [message]


def test_long_run_of_combining_marks_is_refused_quickly():
    assert messages("story", {"story": "a" + "\u0301\u0316" * 500_000})


def test_short_text_is_kept_in_the_draft_but_is_trouble():
    parsed = read("terms", {"terms": "Too short"})
    assert parsed.value == "Too short"
    assert parsed.troubles[0].short


def test_many_come_in_the_order_of_the_options_and_an_exclusive_one_alone():
    assert read("fruits", {"fruits": ["pear", "apple"]}).value == ["apple", "pear"]
    assert read("fruits", {"fruits": ["nothing"]}).value == ["nothing"]
    assert messages("fruits", {"fruits": ["nothing", "apple"]}) == [
        "Choose 'None of these' or other answers, not both"
    ]


def test_cited_evidence_comes_in_the_order_of_its_references():
    assert read("proofs", {"proofs": ["E12", "E3", "E2"]}).value == ["E2", "E3", "E12"]


@pytest.mark.parametrize(
    "typed", ["5 3 2027", "05/03/2027", " 5.3.2027 ", "5-3-2027", "5 March 2027", "5 mar 2027"]
)
def test_day_in_a_row_is_read_from_one_input(typed):
    row = {"visits-r1-place": "Harbour", "visits-r1-good": "yes", "visits-r1-on": typed}
    assert read("visits", row).value == [
        {"id": "r1", "place": "Harbour", "good": "yes", "on": "2027-03-05"}
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("soon", "Enter a date such as 27 3 2027"),
        ("5 Smarch 2027", "Enter a date such as 27 3 2027"),
        ("27 3", "Enter a date such as 27 3 2027"),
        ("2027-03-27", "Enter a date such as 27 3 2027"),
        ("30 2 2027", "There is no day 30 in that month"),
        ("1 1 9999", "The year must be between 1900 and 2100"),
    ],
)
def test_day_in_a_row_that_cannot_be_is_told_at_its_input(typed, message):
    (trouble,) = read("visits", {"visits-r1-on": typed}).troubles
    assert (trouble.part, trouble.message) == ("visits-r1-on", message)


@pytest.mark.parametrize(
    ("day", "month", "year", "part", "message"),
    [
        ("31", "2", "2024", "day", "There is no day 31 in that month"),
        ("29", "2", "2027", "day", "There is no day 29 in that month"),
        ("0", "2", "2024", "day", "There is no day 0 in that month"),
        ("1", "13", "2024", "month", "The month must be between 1 and 12"),
        ("1", "1", "0001", "year", "The year must be between 1900 and 2100"),
        ("1", "1", "27", "year", "Write the year with all four figures, such as 2027"),
        ("1", "1", "9999", "year", "The year must be between 1900 and 2100"),
        ("1", "1", "1e9", "year", "The year must be a number"),
        ("\u0661", "1", "2024", "day", "The day must be a number"),
        ("1", "", "2024", "month", "The date must include a month"),
        ("", "", "2024", "day", "The date must include a day"),
    ],
)
def test_wrong_date_names_its_part(day, month, year, part, message):
    parsed = read("day", {"day-day": day, "day-month": month, "day-year": year})
    assert parsed.value is None
    assert [(trouble.part, trouble.message) for trouble in parsed.troubles] == [
        (f"day-{part}", message)
    ]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR.", " march "])
def test_month_may_be_typed_by_its_name(month):
    parsed = read("day", {"day-day": "1", "day-month": month, "day-year": "2027"})
    assert (parsed.value, parsed.troubles) == ("2027-03-01", ())


@pytest.mark.parametrize("month", ["ma", "marche", "soon"])
def test_word_that_names_no_month_is_refused(month):
    (trouble,) = read("day", {"day-day": "1", "day-month": month, "day-year": "2027"}).troubles
    assert (trouble.part, trouble.message) == ("day-month", "The month must be a number")


def test_date_with_one_or_four_values_is_a_field_error():
    assert read("day", {"day": "2024-01-01"}).troubles
    assert read("day", {"day-day": ["1", "2"], "day-month": "1", "day-year": "2024"}).troubles


def test_table_keeps_row_ids_drops_empty_rows_and_names_the_faulty_cell():
    posted = {
        "visits-r9-place": "Harbour", "visits-r9-good": "no", "visits-r9-why": "Wet",
        "visits-r2-place": " ", "visits-r2-count": "",
        "visits-r3-place": "Pier", "visits-r3-count": "many",
    }  # fmt: skip
    parsed = read("visits", posted)
    assert [row["id"] for row in parsed.value] == ["r9", "r3"]
    assert [(trouble.part, trouble.message) for trouble in parsed.troubles] == [
        ("visits-r9-why", "Write at least 5 characters"),
        ("visits-r3-count", "Enter a whole number, such as 2950"),
    ]


def test_table_over_its_maximum_is_an_error_that_keeps_all_rows():
    parsed = read("visits", {f"visits-r{n}-place": f"Place {n}" for n in range(5)})
    assert len(parsed.value) == 5
    assert [trouble.message for trouble in parsed.troubles] == [
        "You can give at most 3 rows. Remove 2 of them"
    ]


def test_short_text_in_a_hidden_column_is_no_trouble():
    posted = {"shape_effects-round-harm": "no", "shape_effects-round-gain": "no"}
    assert read("shape_effects", {**posted, "shape_effects-round-how": "Short"}).troubles == ()
    posted["shape_effects-round-harm"] = "unsure"
    assert read("shape_effects", {**posted, "shape_effects-round-how": "Short"}).troubles


def test_group_that_was_not_ticked_is_a_field_error():
    question = toy().question("shape_effects")
    parsed = parse(question, {"shape_effects-square-harm": ["yes"]}, CHOICES, ["round"])
    assert parsed.value is None
    assert parsed.troubles


def test_file_upload_name_belongs_to_its_question():
    assert read("paper", {"paper": "F7", "paper-upload": ""}).troubles == ()
    (trouble,) = read("paper", {"paper-upload": "only-the-name.pdf"}).troubles
    assert (trouble.part, trouble.message) == (
        "paper",
        "The file did not arrive. Choose it again",
    )


names = st.one_of(
    st.sampled_from([""]),
    st.text(max_size=12),
    st.builds(
        lambda key, rest: f"{key}-{rest}",
        st.sampled_from(list(ANSWERS)),
        st.one_of(st.text(max_size=8), st.sampled_from(["day", "r1-place", "round-how", "upload"])),
    ),
    st.sampled_from(list(ANSWERS)),
)
values = st.lists(
    st.one_of(st.text(max_size=40), st.sampled_from(["yes", "7", "apple"])), max_size=4
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(names, values, max_size=8))
@example({"visits-r1-place": ["x\x00y"], "day-day": ["²"], "amount": ["²"]})
def test_whatever_is_posted_gives_an_answer_or_trouble_and_what_is_stored_reads_back(posted):
    for question in toy().questions():
        groups = [option.value for option in question.groups]
        parsed = parse(question, posted, CHOICES, groups)
        if not parsed.troubles:
            again = parse(question, serialise(question, parsed.value), CHOICES, groups)
            assert again == parsed


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_stored_in_full_or_refused(typed):
    parsed = read("story", {"story": typed})
    expected = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    assert parsed.troubles or parsed.value == (expected if expected.strip() else None)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("None", 4),
        ("2022", 4),
        ("2020-22", 7),
        ("A book, on bees", 14),
        ("Aaaaaaaah", 2),
        ("\u0928\u092e\u0938\u094d\u0924\u0947", 6),
        ("...", 0),
        ("x" * 5000, 1),
    ],
)
def test_substance_of_a_text_is_what_can_be_read(text, least):
    assert substance(text) == least
