"""Read and check the YAML file of a subject's page forms.

The file maps each form to its questions, in the order asked, with the attributes of `Question`.
`like` takes over the attributes of another question: one of `common.yaml`, or `form.question` from
earlier in the same file. The options of a question may be left to Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from forms.questions.checks import check
from forms.questions.question import Kind, Option, Question, QuestionSet, Section
from forms.questions.source import Map, Problem, SetError, line_of, read, typed

COMMON = Path(__file__).with_name("common.yaml")
PAGE = "page"
_CHOICES = frozenset({Kind.ONE, Kind.MANY})
# A page of its own may use the names reserved on a section's page, and ask for a person in a table.
_SECTIONS_ALONE = frozenset({"key", "columns"})

Forms = Mapping[str, Mapping[str, Question]]
"""By the name of the form: its questions by key, in the order asked."""


def set_of(form: str, questions: tuple[Question, ...]) -> QuestionSet:
    """A page's questions as a set with one section."""
    section = Section(id=PAGE, title=form, questions=questions)
    return QuestionSet(form=form, frame="", version=1, title=form, strands=(), sections=(section,))


def read_forms(path: Path) -> Forms:
    """The forms of one file. Raises `SetError` with file, line and key of every problem."""
    known: dict[str, object] = dict(_common())
    forms: dict[str, dict[str, Question]] = {}
    problems: list[Problem] = []
    tree = read(path)
    for form in tree:
        forms[form] = {}
        asked = _mapping(tree, form, path)
        for key in asked:
            try:
                whole = _whole(asked, key, known, path)
                known[f"{form}.{key}"] = whole
                forms[form][key] = typed(Question, whole, path.name)
            except SetError as error:
                problems += error.problems
        problems += _broken_rules(form, forms[form], asked, path)
    if problems:
        raise SetError(*problems)
    return forms


@cache
def _common() -> Map:
    return read(COMMON)


def _mapping(tree: Map, key: str, path: Path) -> Map:
    found = tree[key]
    if not isinstance(found, Map):
        raise SetError(Problem(path.name, tree.lines[key], key, "must be a mapping"))
    return found


def _whole(asked: Map, key: str, known: Mapping[str, object], path: Path) -> Map:
    """A question with its key, the attributes of the one it is like, and its own over them."""
    own = _mapping(asked, key, path)
    whole = Map(asked.lines[key])
    if "like" in own:
        line, base = own.lines["like"], known.get(own["like"])
        if not isinstance(base, Map):
            raise SetError(Problem(path.name, line, "like", f"'{own['like']}' is not known here"))
        for name, value in base.items():
            whole.put(name, value, line)
    whole.put("key", key, asked.lines[key])
    for name in own.keys() - {"like"}:
        whole.put(name, own[name], own.lines[name])
    if whole["key"] != key:
        raise SetError(Problem(path.name, own.lines["key"], "key", f"the key is '{key}'"))
    return whole


def _broken_rules(
    form: str, questions: Mapping[str, Question], asked: Map, path: Path
) -> Iterator[Problem]:
    """What the rules of question sets find wrong with a form whose questions could be read."""
    if len(questions) < len(asked):
        return
    whole = tuple(_with_options(question, questions) for question in questions.values())
    for (_, _, _, at, *rest), rule, message in check(set_of(form, whole)):
        if rule not in _SECTIONS_ALONE:
            line = line_of(asked, (whole[int(at)].key, *rest))
            yield Problem(path.name, line, rule, message)


def _with_options(question: Question, questions: Mapping[str, Question]) -> Question:
    """With stand-ins for options that Python offers: those that a condition needs, and two more."""
    if question.kind not in _CHOICES or question.options:
        return question
    conditions = [each.show_if for each in questions.values() if each.show_if]
    parts = [part for condition in conditions for part in condition.parts()]
    needed = {value for part in parts if part.question == question.key for value in part.any_of}
    values = ("first_of_these", "second_of_these", *sorted(needed))
    options = tuple(Option(value=value, label=value) for value in values)
    return question.model_copy(update={"options": options})
