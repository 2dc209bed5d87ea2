# ruff: noqa: E501 - the tables of broken sets read best one case a line
"""What a form takes over from another one, and what then follows from it."""

from __future__ import annotations

import shutil

import pytest
from flask import Flask

from forms.answers.answers import content_hash, seen, unanswered, visible_answers, visible_sections
from forms.answers.carried import carried, shown_beside, taken, unchanged
from forms.answers.visibility import groups_of
from forms.questions.origin import Fact
from forms.questions.question import QuestionSet
from forms.questions.registry import Registry, SetError
from forms.rendering.builder import Choices, build_form
from tests.forms.toys import TOY

FIRST = """\
form: first
version: 1
title: The first form
frames: [toy]
sections:
  - id: all
    title: All of it
    questions:
      - {key: aim, kind: text, label: Aim, help: Say so., example: To sell, missing: Say the aim}
      - {key: secret, kind: text, label: Secret, help: Say so., example: None, missing: Say it, audience: restricted}
      - {key: shape_groups, for_each: strand, except: [size], kind: many, required: false, label: Which, help: Tick., example: Round, options_from: groups}
"""

SECOND = """\
form: second
version: 1
title: The second form
frames: [toy]
takes:
  - {key: level, kind: one, from: level, options: [{value: high, label: High}, {value: low, label: Low}]}
  - {key: "{strand_key}_groups", for_each: strand, except: [size], kind: many, from: {form: first, question: "{strand_key}_groups"}, options_from: groups}
sections:
  - id: aims
    title: Aims
    questions:
      - {key: goal, kind: text, min_length: 4, label: Goal, help: Say so., example: To sell, missing: Say the goal, prefill: {form: first, question: aim}}
      - {key: verdict, kind: text, max_words: 3, label: Verdict, help: Say so., example: Fine, missing: Give it, judgement: true, beside: {form: first, question: aim}}
  - id: high-only
    title: Only when high
    part: extra
    show_if: {question: level, any_of: [high]}
    questions:
      - key: months
        kind: number
        label: Months
        help: Count.
        example: "3"
        missing: Say how many
        limits:
          - {when: {question: level, any_of: [high]}, maximum: 3, message: At a high level at most 3 months}
  - id: effects
    title: Effects
    strand: shape
    show_if: {question: shape_groups, answered: true}
    questions:
      - key: effects
        kind: per_group
        groups_from: shape_groups
        label: Effects
        help: Think.
        example: They roll.
        missing: Answer for all
        columns: [{key: harm, kind: yes_no, label: Harm, missing: Say whether it harms}]
      - {key: remedy, kind: text, required: false, required_if: {question: effects, column: harm, any_of: [yes]}, label: Remedy, help: Think., example: Stop., missing: Say what helps}
  - id: left
    title: What is left
    show_if: {question: effects, column: harm, any_of: [yes]}
    questions:
      - key: left
        kind: per_group
        groups_from: effects
        groups_where: {column: harm, any_of: [yes]}
        label: Left
        help: Think.
        example: Nothing.
        missing: Answer for all
        columns: [{key: rest, kind: yes_no, label: Rest, missing: Say what is left}]
  - id: every
    title: Every shape
    strand: shape
    questions:
      - {key: every, kind: per_group, options_from: groups, required: false, label: All, help: Think., example: Nothing., columns: [{key: ok, kind: yes_no, label: OK, missing: Say so}]}
"""


def load(directory, first=FIRST, second=SECOND) -> QuestionSet:
    shutil.copytree(TOY / "frames", directory / "frames")
    (directory / "first.1.yaml").write_text(first, encoding="utf-8")
    (directory / "second.1.yaml").write_text(second, encoding="utf-8")
    return Registry.load(directory).get("second", "toy", 1)


@pytest.fixture
def second(tmp_path):
    return load(tmp_path)


FORMS = {"first": {"aim": "To be round", "shape_groups": ["round"]}}
KNOWN = {Fact.LEVEL: "high"}
TAKEN = {"level": "high", "shape_groups": ["round"]}


def test_taken_carried_and_old_answers_are_found_by_their_origin(second):
    assert taken(second, FORMS, KNOWN) == TAKEN
    assert carried(second, FORMS, KNOWN) == {"goal": "To be round"}
    assert shown_beside(second, FORMS, KNOWN) == {"verdict": "To be round"}
    assert taken(second, {}, {}) == carried(second, {}, {}) == shown_beside(second, {}, {}) == {}


def test_carried_answer_gives_way_once_its_section_is_saved(second):
    assert carried(second, FORMS, KNOWN, saved={"aims"}) == {}
    assert unchanged(second, FORMS, KNOWN, {"goal": "To be round"}) == {"goal"}
    assert unchanged(second, FORMS, KNOWN, {"goal": "To be square"}) == set()


def test_taken_values_decide_what_is_asked_and_are_no_answers(second):
    ids = [section.id for section in visible_sections(second, TAKEN)]
    assert ids == ["aims", "high-only", "effects", "every"]
    assert [s.id for s in visible_sections(second, {"level": "low"})] == ["aims", "every"]
    answers = {"goal": "To be round"}
    assert visible_answers(second, {**TAKEN, **answers}) == answers
    assert content_hash(second, {**TAKEN, **answers}) == content_hash(
        second, {"level": "low", **answers}
    )


def test_groups_follow_what_was_taken_what_was_answered_or_simply_all(second):
    harm = {"round": {"harm": "yes"}, "square": {"harm": "no"}}
    known = seen(second, {**TAKEN, "shape_groups": ["round", "square"], "effects": harm}).known
    assert groups_of(second.question("effects"), known) == ("round", "square")
    assert groups_of(second.question("left"), known) == ("round",)
    assert groups_of(second.question("every"), {}) == ("round", "square")
    assert groups_of(second.question("left"), {}) == ()


def test_column_condition_needs_one_row(second):
    for harm, shown in (("yes", True), ("no", False)):
        answers = {**TAKEN, "effects": {"round": {"harm": harm}}}
        assert ("left" in {s.id for s in visible_sections(second, answers)}) is shown
        assert ("remedy" in {gap.key for gap in unanswered(second, answers)}) is shown


def test_a_part_can_be_complete_by_itself(second):
    assert {gap.key for gap in unanswered(second, TAKEN, part="extra")} == {"months"}
    assert unanswered(second, {**TAKEN, "months": 3}, part="extra") == []
    assert {gap.key for gap in unanswered(second, TAKEN, part="")} == {
        "goal", "verdict", "effects",
    }  # fmt: skip
    assert len(unanswered(second, TAKEN)) == 4


def test_number_beyond_a_limit_that_holds_is_a_gap_and_is_refused_on_its_page(second):
    messages = [gap.message for gap in unanswered(second, {**TAKEN, "months": 4}, part="extra")]
    assert messages == ["At a high level at most 3 months"]
    assert post(second, "high-only", {"months": "4"}) == [("months", messages[0])]
    assert post(second, "high-only", {"months": "3"}) == []


def test_text_with_too_many_words_is_refused_and_the_hint_says_how_many(second):
    label = second.question("verdict").label
    message = f"“{label}”: this must be 3 words or fewer. It has 4"
    assert post(second, "aims", {"verdict": "one two  three\nfour"}) == [("verdict", message)]
    assert post(second, "aims", {"verdict": "one two three"}) == []


def post(question_set, section, data) -> list[tuple[str, str]]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for tests", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST", data=data):
        made = build_form(question_set, question_set.section(section), TAKEN, Choices())
        form = made()
        form.validate()
        field = form._fields.get("verdict")
        assert field is None or field.hint == "At most 3 words."
        return form.problems


# What to replace in the second form, by what, and the expected error at the line of `<<<`.
BROKEN = [
    ("from: level,", "from: weather, # <<<\n    ", "fact: Input should be 'level'"),
    ("from: level,", "from: {form: first}, # <<<\n    ", "from: must be a fact, or a 'form'"),
    ("kind: one, from: level,", "kind: many, from: level, # <<<\n    ", "from: the fact 'level' is a one"),
    ("key: level,", "key: goal,", "key: the question 'goal' exists twice"),
    ("key: level,", "key: data, # <<<\n    ", "key: 'data' is a reserved name"),
    ("any_of: [high]}\n    questions", "any_of: [middling]} # <<<\n    questions", "show_if: 'level' does not offer 'middling'"),
    ("prefill: {form: first, question: aim}", "prefill: {form: first, question: target}", "prefill: there is no question 'target' in 'first'"),
    ("prefill: {form: first, question: aim}", "prefill: {form: third, question: aim}", "prefill: there is no question 'aim' in 'third'"),
    ("prefill: {form: first, question: aim}", "prefill: {form: second, question: months}", "prefill: a form cannot take an answer of its own"),
    ("prefill: {form: first, question: aim}", "prefill: {form: first, question: secret}", "prefill: 'secret' is restricted, what it feeds is not"),
    ("prefill: {form: first, question: aim}", "prefill: {form: first, question: shape_groups}", "prefill: 'shape_groups' is a many, 'goal' a text"),
    ("prefill: {form: first, question: aim}", "max_length: 50, prefill: {form: first, question: aim}", "prefill: 'aim' can be longer than 'goal'"),
    ("judgement: true, beside", "beside", "beside: only a judgement is shown beside the old answer"),
    ("judgement: true, beside", "judgement: true, prefill", "prefill: a judgement is made again"),
    ("kind: number", "kind: text", "limits: only a number has limits"),
    ("maximum: 3, ", "", "limits: needs a 'minimum' or a 'maximum'"),
    ("{when: {question: level, any_of: [high]}, maximum", "{when: {question: lvl, any_of: [high]}, maximum", "limits: there is no question 'lvl'"),
    ("max_words: 3,", "max_words: 0,", "max_words: Input should be greater than or equal to 1"),
    ("required: false, required_if", "required_if", "required_if: 'remedy' is always required"),
    (", missing: Say what helps", "", "missing: 'remedy' can be required and has no 'missing' message"),
    ("required_if: {question: effects, column: harm", "required_if: {question: effects, column: pain", "required_if: 'effects' has no column 'pain'"),
    ("groups_where: {column: harm, any_of: [yes]}", "groups_where: {column: harm, any_of: [perhaps]} # <<<", "groups_where: 'harm' does not offer 'perhaps'"),
    ("groups_from: effects\n", "groups_from: goal # <<<\n", "groups_from: there is no earlier 'many' question 'goal'"),
    ("kind: per_group, options_from: groups,", "kind: per_group,", "groups_from: 'every' asks about no group"),
    ("kind: per_group, options_from: groups,", "kind: per_group, options_from: planets,", "options_from: 'planets' offers nothing here"),
    ("strand: shape", "strand: shade # <<<", "strand: there is no strand 'shade'"),
    ("except: [size]", "except: [shade]", "except: there is no strand 'shade'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "error"), BROKEN, ids=[item[2][:50] for item in BROKEN])
def test_broken_origin_names_file_line_rule_and_fault(tmp_path, old, new, error):
    assert SECOND.count(old) >= 1
    text = SECOND.replace(old, new, 1)
    with pytest.raises(SetError) as caught:
        load(tmp_path, second=text)
    found = [p for p in caught.value.problems if f"{p.rule}: {p.message}".startswith(error)]
    assert found, str(caught.value)
    lines = text.splitlines()
    assert found[0].file == "second.1.yaml"
    if "<<<" in text:
        assert "<<<" in lines[found[0].line - 1]
    else:
        assert found[0].line > 4


def test_taken_options_must_cover_those_of_the_source(tmp_path):
    first = FIRST.replace("options_from: groups", "options: [{value: flat, label: Flat}]")
    with pytest.raises(SetError, match="from: 'shape_groups' offers 'flat', 'shape_groups' does"):
        load(tmp_path, first=first)


# --- From one version to the next ---------------------------------------------------------------

LATER_FIRST = FIRST.replace("version: 1", "version: 2").replace("key: aim,", "key: purpose,")
LATER_SECOND = SECOND.replace("version: 1", "version: 2").replace(
    "question: aim}", "question: purpose}"
)


def test_each_version_carries_what_the_version_before_it_was_answered_with(tmp_path):
    load(tmp_path)
    (tmp_path / "first.2.yaml").write_text(LATER_FIRST, encoding="utf-8")
    (tmp_path / "second.2.yaml").write_text(LATER_SECOND, encoding="utf-8")
    old, new = (Registry.load(tmp_path).get("second", "toy", version) for version in (1, 2))
    later = {"first": {"purpose": "To be square", "shape_groups": ["round"]}}
    assert carried(old, FORMS, KNOWN) == {"goal": "To be round"}
    assert carried(new, later, KNOWN) == {"goal": "To be square"}
    assert carried(new, FORMS, KNOWN) == {}, "the question is not asked in that version"
    assert taken(new, FORMS, KNOWN) == TAKEN, "what both versions ask goes over either way"


def test_the_newest_version_takes_only_what_the_newest_one_before_it_asks(tmp_path):
    load(tmp_path)
    (tmp_path / "first.2.yaml").write_text(LATER_FIRST, encoding="utf-8")
    with pytest.raises(SetError, match="there is no question 'aim' in 'first'"):
        Registry.load(tmp_path)
