# ruff: noqa: E501 - the tables of broken sets read best one case a line
"""Loading: what a broken set is told, released sets stay as they are, reserved names."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from flask import Flask

from forms.questions.question import digest
from forms.questions.registry import PACKAGED, Registry, SetError
from forms.questions.reserved import RESERVED
from forms.rendering.builder import Choices, build_form
from tests.forms.toys import TOY, toy

RELEASED = Path(__file__).parents[1] / "released.json"

# A set is locked when the version of the product that lets a stage use it is released: that
# change moves it from here to released.json, with its hash. From then on answers are bound to it.
DRAFTS = {"review 1"}

BASE = """\
form: plain
version: 1
title: A plain form
frames: [toy]
sections:
  - id: first
    title: First
    questions:
      - key: agreed
        kind: yes_no
        label: Agreed
        help: Say so.
        example: Yes
        missing: Say whether it is agreed
      - key: colour
        kind: one
        label: Colour
        help: Choose.
        example: Red
        missing: Choose one
        options: [{value: red, label: Red}, {value: blue, label: Blue}]
  - id: second
    title: Second
    questions:
      - key: story
        kind: text
        label: Story
        help: Tell it.
        example: It was night.
        missing: Tell the story
        audience: public
"""

# What to replace, by what, and the expected error. `<<<` marks the line the error must name.
BROKEN = [
    ("key: colour", "key: agreed # <<<", "key: the question 'agreed' exists twice"),
    ("key: colour", "key: errors # <<<", "key: 'errors' is a reserved name"),
    ("key: colour", "key: csrf_token # <<<", "key: 'csrf_token' is a reserved name"),
    ("key: colour", "key: Colour # <<<", "key: String should match pattern"),
    ("kind: one", "kind: several # <<<", "kind: Input should be 'yes_no'"),
    ("help: Choose.", "help: ' ' # <<<", "help: 'colour' has no help"),
    ("example: Red", "example: '' # <<<", "example: 'colour' has no example"),
    (
        "      - key: colour\n        kind: one\n        label: Colour\n        help: Choose.\n        example: Red\n        missing: Choose one",
        "      - key: colour # <<<\n        kind: one\n        label: Colour\n        help: Choose.\n        example: Red",
        "missing: 'colour' is required",
    ),
    ("audience: public", "audience: secret # <<<", "audience: Input should be 'public'"),
    ("audience: public", "colour: red # <<<", "colour: Extra inputs are not permitted"),
    (
        "audience: public",
        "show_if: {question: purpse, answered: true} # <<<",
        "show_if: there is no question 'purpse'",
    ),
    (
        "audience: public",
        "show_if: {question: colour, any_of: [green]} # <<<",
        "show_if: 'colour' does not offer 'green'",
    ),
    (
        "audience: public",
        "show_if: {question: colour} # <<<",
        "show_if: must be one of: 'question' with 'any_of'",
    ),
    (
        "missing: Choose one",
        "missing: Choose one\n        show_if: {question: story, answered: true} # <<<",
        "show_if: 'story' is asked later; a condition can only look back",
    ),
    (
        "missing: Choose one",
        "missing: Choose one\n        show_if: {question: colour, any_of: [red]} # <<<",
        "show_if: 'colour' is asked later; a condition can only look back",
    ),
    ("{value: blue, label: Blue}]", "{value: red, label: Rot}] # <<<", "options: 'red' is written twice"),
    ("{value: blue, label: Blue}]", "{value: B l, label: B}] # <<<", "value: String should match"),
    (", {value: blue, label: Blue}]", "] # <<<", "options: 'colour' needs at least 2 option(s)"),
    (
        "{value: blue, label: Blue}]",
        "{value: blue, label: Blue, exclusive: true}] # <<<",
        "options: 'blue' can only stand alone where several can be chosen",
    ),
    (
        "      - key: story\n        kind: text",
        "      - key: story # <<<\n        kind: text\n        min_length: 300\n        max_length: 200",
        "questions: min_length 300 is over max_length 200",
    ),
    (
        "      - key: story\n        kind: text",
        "      - key: story # <<<\n        kind: number\n        minimum: 3\n        maximum: 2",
        "questions: minimum 3 is over maximum 2",
    ),
    (
        "      - key: story\n        kind: text",
        "      - key: story # <<<\n        kind: text\n        minimum: 3",
        "minimum: only a number has a minimum",
    ),
    (
        "        kind: text",
        "        kind: date\n        min_length: 3 # <<<",
        "min_length: only a text has a minimum length",
    ),
    ("      - key: story\n        kind: text", "      - key: story # <<<\n        kind: table", "columns: 'story' needs columns"),
    (
        "        kind: text",
        "        kind: table\n        columns:\n          - {key: at, kind: file, label: At, missing: Say} # <<<",
        "columns: file cannot stand in a table",
    ),
    (
        "        kind: text",
        "        kind: table\n        columns:\n          - {key: at, kind: text, label: At} # <<<",
        "missing: 'at' is required and has no 'missing' message",
    ),
    (
        "        kind: text",
        "        kind: text\n        columns: # <<<\n          - {key: at, kind: text, label: At, missing: Say}",
        "columns: a text question has no columns",
    ),
    (
        "        kind: text",
        "        kind: per_group\n        groups_from: colour # <<<\n        columns:\n          - {key: at, kind: text, label: At, missing: Say}",
        "groups_from: there is no earlier 'many' question 'colour'",
    ),
    (
        "missing: Choose one",
        "missing: Choose one\n        audience: restricted\n",
        "audience: 'story' is public and depends on 'colour', which is not",
    ),
    ("- id: second", "- id: first # <<<", "id: the section 'first' exists twice"),
    ("- id: second", "- id: Second # <<<", "id: String should match pattern"),
    ("label: Story", "label: '{strand}' # <<<", "placeholder: there is no word '{strand}' here"),
    ("    title: Second", "    title: Second\n    for_each: limb # <<<", "for_each: 'limb' cannot be repeated here"),
    ("frames: [toy]", "frames: [psed] # <<<", "frames: there is no frame 'psed'"),
    ("frames: [toy]", "frames: [] # <<<", "frames: the form must list the frames it serves"),
    ("version: 1", "version: 2 # <<<", "version: must be '1', as the file name"),
    ("title: A plain form", "title: A\nowner: me # <<<", "owner: is not known here"),
    ("title: Second", "title: Second\n    title: Third # <<<", "yaml: 'title' is written twice"),
    ("label: Story", "label: [Story # <<<", "yaml:"),
]  # fmt: skip


def load(directory: Path, text: str) -> Registry:
    shutil.copytree(TOY / "frames", directory / "frames")
    (directory / "plain.1.yaml").write_text(text, encoding="utf-8")
    return Registry.load(directory)


def test_base_of_the_broken_sets_is_sound(tmp_path):
    assert load(tmp_path, BASE).get("plain", "toy", 1).title == "A plain form"


@pytest.mark.parametrize(("old", "new", "error"), BROKEN, ids=[item[2][:50] for item in BROKEN])
def test_broken_set_names_file_line_rule_and_fault(tmp_path, old, new, error):
    assert BASE.count(old) >= 1
    text = BASE.replace(old, new, 1)
    if "depends on 'colour'" in error:
        text = text.replace(
            "audience: public",
            "audience: public # <<<\n        show_if: {question: colour, answered: true}",
        )
    with pytest.raises(SetError) as caught:
        load(tmp_path, text)
    line = next(at for at, text in enumerate(text.splitlines(), start=1) if "<<<" in text)
    lines = [str(problem) for problem in caught.value.problems]
    if error == "yaml:":
        assert lines[0].startswith("plain.1.yaml:")
        assert ": yaml: " in lines[0]
    else:
        assert any(found.startswith(f"plain.1.yaml:{line}: {error}") for found in lines), lines


RATED = (PACKAGED / "screening.1.yaml").read_text(encoding="utf-8")
BROKEN_RULES = [
    ("    V: {question: power}", "    V: {question: pwer} # <<<", "there is no question 'pwer'"),
    ("    V: {question: power}", "    V: {question: affected} # <<<", "every option of 'affected' needs a score"),
    ("context: {sum: [scale, V, D]}", "context: {sum: [scale, X]} # <<<", "there is no variable 'X' above this one"),
    ("rows_of: sources", "rows_of: power", "'power' is no table"),
    ("where: {column: sort,", "where: {column: kind,", "'sources' has no column 'kind'"),
    ("    V: {question: power}", "    V: {question: power, where: {column: a, any_of: [b]}}", "'where' picks rows and needs 'rows_of'"),
    ("    - id: f\n", "    - id: a # <<<\n", "the clause 'a' exists twice"),
    ("when: [{limb: 1, context: 5}]", "when: [{limb: 1, contxt: 5}]", "there is no variable 'contxt'"),
    ("strands: [race]", "strands: [tribe]", "there is no strand 'tribe'"),
    ("    - id: h\n      level: low", "    - id: h\n      level: high", "the clause 'h' is higher than the one before it"),
    ("when: [{}]", "when: [{V: 1}]", "the last clause must always fire"),
    ("  proposed: proposed_level", "  proposed: change", "must be a question that offers exactly the four levels"),
    ("value: ask}", "value: beg}", "with the option 'beg' does not exist"),
    ("        rating: true\n        audience: public\n        show_if:", "        audience: public\n        show_if:", "'priority_role' feeds the rating: mark it"),
    ("        label: Which functions does it serve?", "        label: Which functions?\n        rating: true", "'functions' is marked but feeds no variable"),
    ("        missing: Say how much is left to judgement\n", "        required: false\n", "'discretion' feeds the rating: it is not required"),
    ("        rating: true\n        audience: public\n        options:\n          - {value: wide", "        rating: true\n        audience: privileged\n        options:\n          - {value: wide", "'discretion' feeds the public level and is privileged"),
    ("    limb: {effects: effects, columns: limbs}", "    limb: {effects: groups, columns: limbs}", "'race_groups' is not asked per group"),
    ("    limb: {effects: effects, columns: limbs}", "    limb: {effects: effects}", "'effects' and 'columns' belong together"),
    ("    V: {question: power}", "    V: {question: power, sum: [D]}", "needs exactly one of 'question', 'sum'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "error"), BROKEN_RULES, ids=[b[2][:40] for b in BROKEN_RULES]
)
def test_broken_rating_rule_is_refused(tmp_path, old, new, error):
    assert old in RATED
    shutil.copytree(PACKAGED / "frames", tmp_path / "frames")
    (tmp_path / "screening.1.yaml").write_text(RATED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SetError) as caught:
        Registry.load(tmp_path)
    assert any(error in problem.message for problem in caught.value.problems), str(caught.value)
    assert all(problem.line > 1 for problem in caught.value.problems)


def test_broken_frame_is_refused(tmp_path):
    shutil.copytree(TOY, tmp_path / "sets")
    frame = tmp_path / "sets" / "frames" / "toy.yaml"
    frame.write_text(frame.read_text().replace("limbs: [harm]", "limbs: [pain]"))
    with pytest.raises(SetError, match=r"toy.yaml:\d+: limbs: there is no limb 'pain'"):
        Registry.load(tmp_path / "sets")
    frame.rename(frame.with_name("other.yaml"))
    with pytest.raises(SetError, match=r"other.yaml:1: key: the frame 'toy' must stand in"):
        Registry.load(tmp_path / "sets")


def test_missing_directory_empty_directory_and_stray_files_are_told(tmp_path):
    with pytest.raises(SetError, match="there is no such directory"):
        Registry.load(tmp_path / "nowhere")
    (tmp_path / "frames").mkdir()
    with pytest.raises(SetError, match="there are no question sets here"):
        Registry.load(tmp_path)
    shutil.copy(TOY / "frames" / "toy.yaml", tmp_path / "frames")
    (tmp_path / "plain.yaml").write_text("a: 1")
    with pytest.raises(SetError, match=r"plain.yaml:1: file: must be named"):
        Registry.load(tmp_path)
    (tmp_path / "plain.yaml").rename(tmp_path / "plain.1.yaml")
    (tmp_path / "plain.1.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(SetError, match=r"plain.1.yaml:1: file: is not UTF-8 text"):
        Registry.load(tmp_path)
    (tmp_path / "plain.1.yaml").write_text("- a list")
    with pytest.raises(SetError, match=r"plain.1.yaml:1: yaml: the file must hold a mapping"):
        Registry.load(tmp_path)


def test_packaged_sets_serve_both_frames_and_latest_is_the_highest_version():
    registry = Registry.load()
    assert set(registry.frames) == {"psed-2010", "rraa-2000"}
    for frame in registry.frames:
        latest = registry.latest("screening", frame)
        assert latest.version == max(
            found.version
            for found in registry.all()
            if (found.form, found.frame) == ("screening", frame)
        )
    with pytest.raises(KeyError):
        registry.latest("screening", "nowhere")


def with_a_second_version(directory: Path) -> Registry:
    """The toy set in two versions, each with the words of its own edition of the frame."""
    shutil.copytree(TOY, directory / "sets")
    frames = directory / "sets" / "frames"
    frame = (frames / "toy.yaml").read_text(encoding="utf-8")
    better = frame.replace("key: toy\n", "key: toy\nedition: 2\n").replace(
        "Round people roll away.", "Round people are stopped more often."
    )
    (frames / "toy.2.yaml").write_text(better, encoding="utf-8")
    first = (directory / "sets" / "kinds.1.yaml").read_text(encoding="utf-8")
    second = first.replace("version: 1", "version: 2").replace("frames: [toy]", "frames: [toy.2]")
    (directory / "sets" / "kinds.2.yaml").write_text(
        second.replace('"When?"', '"On which day?"'), encoding="utf-8"
    )
    return Registry.load(directory / "sets")


def test_versions_stand_side_by_side_and_the_highest_is_the_latest(tmp_path):
    registry = with_a_second_version(tmp_path)
    first, second = (registry.get("kinds", "toy", version) for version in (1, 2))
    assert registry.latest("kinds", "toy") == second
    assert first == toy(), "a new version leaves the one before it as it was"
    assert (first.question("day").label, second.question("day").label) == ("When?", "On which day?")
    assert first.hash != second.hash
    assert list(registry.frames) == ["toy"]
    assert registry.frames["toy"].edition == 2


def test_a_version_has_the_words_of_the_edition_of_the_frame_that_it_names(tmp_path):
    registry = with_a_second_version(tmp_path)
    examples = [
        registry.get("kinds", "toy", version).question("shape_effects").example
        for version in (1, 2)
    ]
    assert examples == ["Round people roll away.", "Round people are stopped more often."]


def test_a_second_edition_of_a_frame_needs_its_name(tmp_path):
    with_a_second_version(tmp_path)
    frame = tmp_path / "sets" / "frames" / "toy.2.yaml"
    frame.write_text(frame.read_text().replace("edition: 2", "edition: 3"))
    with pytest.raises(SetError, match=r"toy.2.yaml:1: key: the frame 'toy' must stand in 'toy.3"):
        Registry.load(tmp_path / "sets")


def test_released_sets_never_change():
    released = json.loads(RELEASED.read_text())
    now = {f"{s.form} {s.frame} {s.version}": s.hash for s in Registry.load().all()}
    changed = sorted(name for name, known in released.items() if now.get(name) != known)
    assert not changed, (
        f"{', '.join(changed)}: a released set has changed. Answers are bound to the set they were "
        "given to: put the old file back and add the change as a new version, "
        "<form>.<version + 1>.yaml, with a record in docs/questions/."
    )
    drafts = {name for name in now if "{0} {2}".format(*name.split()) in DRAFTS}
    assert not drafts & set(released), "a released set is no draft any more"
    assert set(now) - drafts == set(released), (
        "add the hash of the new set to tests/forms/released.json, or its form to the drafts"
    )


def test_hash_covers_the_content_and_nothing_else():
    question_set = toy()
    assert question_set.hash == digest(question_set.content())
    assert question_set.model_copy(update={"title": "Other"}).content() != question_set.content()


def test_every_required_question_has_a_missing_message_and_every_question_help():
    for question_set in Registry.load().all():
        for question in question_set.questions():
            assert question.help
            assert question.example
            assert question.missing or not question.required
            for column in question.columns:
                assert column.missing or not column.required


def test_no_page_asks_more_than_ten_questions():
    for question_set in Registry.load().all():
        for section in question_set.sections:
            assert len(section.questions) <= 10


def test_race_groups_are_those_of_the_classification_and_name_gypsy_roma_and_traveller():
    frames = Registry.load().frames
    for key, count, extra in (("psed-2010", 19, 0), ("rraa-2000", 16, 2)):
        groups = {group.value: group for group in frames[key].strand("race").groups}
        own = [group for group in groups.values() if group.broad and not group.counted_in]
        assert len(own) == count
        assert len(groups) == count + extra + 1
        assert {"gypsy_traveller", "roma", "every_race"} <= set(groups)
        broad = {group.value for group in frames[key].broad_groups}
        assert {group.broad for group in own} == broad


def test_marriage_has_only_the_first_limb():
    question_set = Registry.load().get("screening", "psed-2010", 1)
    columns = [column.key for column in question_set.question("marriage_effects").columns]
    assert "disadvantage" in columns
    assert not {"advance", "relations"} & set(columns)


def test_frames_follow_each_other_without_a_gap():
    frames = Registry.load().frames
    old, new = frames["rraa-2000"], frames["psed-2010"]
    assert (new.valid_from - old.valid_to).days == 1


def test_every_name_a_form_object_uses_is_reserved():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "for tests"
    with app.test_request_context():
        form = build_form(toy(), toy().section("simple"), {}, Choices())()
        names = {name for name in dir(form) if not name.startswith("_")}
    keys = {question.key for question in toy().questions()}
    assert names - keys - {"Meta"} <= RESERVED
