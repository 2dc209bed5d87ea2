"""Form x frame: repeats what is asked per strand or per limb and fills in the words.

Works on the tree of `source.py`, so that whatever is found wrong later still
points at the line somebody wrote. The directives:

- `for_each: strand` on a section, a question, a taken value or any item of a list that
  stands outside a strand; `except: [race]` beside it leaves strands out;
- `strand: race` on a section: it stands inside that strand;
- `for_each: limb` on any item of a list that stands inside a strand;
- `options_from` instead of, or before, the options: a name of `wordings.py`;
- `groups_also` beside `groups_from`: the ticked groups of both are asked about;
- `{strand}`, `{strand_key}`, `{strand_id}`, `{strand_about}`, `{strand_hint}`,
  `{strand_example}`, inside a limb `{limb}`, `{limb_question}`, `{limb_hint}`, and every
  role label (`{committee}`) and every word of the frame, inside texts;
- `columns: limbs` in the rating rule: the limbs of the frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.questions.frame import Frame, FrameStrand
from forms.questions.source import Map, Problem, Seq, SetError
from forms.questions.wordings import SOURCES

_PLACE = re.compile(r"\{([a-z_]+)\}")
_HEAD = ("form", "version", "title")
_DIRECTIVES = frozenset({"for_each", "except", "options_from"})


@dataclass(frozen=True)
class _Scope:
    """The current position in the expansion: the words that can be filled in, and the strand."""

    file: str
    frame: Frame
    words: Mapping[str, str]
    strand: FrameStrand | None = None

    def inside(self, strand: FrameStrand) -> _Scope:
        words = {
            "strand": strand.label,
            "strand_key": strand.key,
            "strand_id": strand.key.replace("_", "-"),
            "strand_about": strand.about,
            "strand_hint": strand.groups_hint,
            "strand_example": strand.effects_example,
        }
        return replace(self, words={**self.words, **words}, strand=strand)

    def limbs(self) -> Iterator[_Scope]:
        limbs = self.strand.limbs if self.strand else ()
        for limb in (limb for limb in self.frame.limbs if limb.key in limbs):
            words = {"limb": limb.key, "limb_question": limb.question, "limb_hint": limb.hint}
            yield replace(self, words={**self.words, **words})

    def wrong(self, line: int, rule: str, message: str) -> SetError:
        return SetError(Problem(self.file, line, rule, message))


def expand(form: Map, frame: Frame, file: str) -> Map:
    """Return the tree of a `QuestionSet`, without its hash. Raises `SetError`."""
    scope = _Scope(file, frame, {**frame.words, **frame.role_labels})
    result = Map(form.line)
    for name in _HEAD:
        if name in form:
            result.put(name, form[name], form.lines[name])
    result.put("frame", frame.key, form.lines.get("frames", form.line))
    result.put("strands", _strands(frame, form.line), form.line)
    takes = _taken(form, scope) if "takes" in form else Seq(form.line)
    result.put("takes", takes, takes.line)
    sections = Seq(form.lines.get("sections", form.line))
    for section, line in _items(form, "sections", scope):
        for inner in _repeated(section, scope):
            sections.put(_section(section, inner), line)
    _hand_over_groups(takes, sections)
    result.put("sections", sections, sections.line)
    if "rating" in form:
        line = form.lines["rating"]
        result.put("rating", _with_limbs(_filled(form["rating"], scope, line), frame), line)
    return result


def _taken(form: Map, scope: _Scope) -> Seq:
    takes = Seq(form.lines["takes"])
    for taken, line in _items(form, "takes", scope):
        for inner in _repeated(taken, scope):
            takes.put(_filled(taken, inner, line), line)
    return takes


def _strands(frame: Frame, line: int) -> Seq:
    strands = Seq(line)
    for strand in frame.strands:
        tree, limbs = Map(line), Seq(line)
        for limb in strand.limbs:
            limbs.put(limb, line)
        for key, value in (("key", strand.key), ("label", strand.label), ("limbs", limbs)):
            tree.put(key, value, line)
        strands.put(tree, line)
    return strands


def _items(owner: Map, name: str, scope: _Scope) -> Iterator[tuple[Map, int]]:
    value, line = owner.get(name), owner.lines.get(name, owner.line)
    if not isinstance(value, Seq):
        raise scope.wrong(line, name, f"'{name}' must be a list")
    for item, item_line in zip(value, value.lines, strict=True):
        if not isinstance(item, Map):
            raise scope.wrong(item_line, name, "every item must be a mapping")
        yield item, item_line


def _repeated(item: Map, scope: _Scope) -> Iterator[_Scope]:
    """Yield the scope itself, that of the named strand, or one for each (`for_each: strand`)."""
    if "strand" in item:
        yield scope.inside(_named_strand(item, scope))
    elif "for_each" not in item:
        yield scope
    elif item["for_each"] != "strand" or scope.strand:
        message = f"'{item['for_each']}' cannot be repeated here"
        raise scope.wrong(item.lines["for_each"], "for_each", message)
    else:
        yield from _every_strand(item, scope)


def _every_strand(item: Map, scope: _Scope) -> Iterator[_Scope]:
    left_out = item.get("except", ())
    for key in left_out:
        if key not in {strand.key for strand in scope.frame.strands}:
            raise scope.wrong(item.lines["except"], "except", f"there is no strand '{key}'")
    for strand in scope.frame.strands:
        if strand.key not in left_out:
            yield scope.inside(strand)


def _named_strand(item: Map, scope: _Scope) -> FrameStrand:
    try:
        return scope.frame.strand(item["strand"])
    except KeyError:
        message = f"there is no strand '{item['strand']}'"
        raise scope.wrong(item.lines["strand"], "strand", message) from None


def _section(section: Map, scope: _Scope) -> Map:
    result = Map(section.line)
    for key, value in section.items():
        if key not in {*_DIRECTIVES, "strand", "questions"}:
            result.put(key, _filled(value, scope, section.lines[key]), section.lines[key])
    if scope.strand:
        result.put("strand", scope.strand.key, section.line)
    questions = Seq(section.lines.get("questions", section.line))
    for question, line in _items(section, "questions", scope) if "questions" in section else ():
        for inner in _repeated(question, scope):
            questions.put(_question(question, inner), line)
    result.put("questions", questions, questions.line)
    return result


def _question(question: Map, scope: _Scope) -> Map:
    """A question; a per_group one with options of its own asks about all of them."""
    result: Map = _filled(question, scope, question.line)
    if question.get("kind") == "per_group" and "options_from" in question:
        result.put("groups", result.pop("options"), question.lines["options_from"])
    return result


def _options(source: Any, scope: _Scope, line: int) -> Seq:
    found = SOURCES[source](scope.frame, scope.strand) if source in SOURCES else ()
    if not found:
        raise scope.wrong(line, "options_from", f"'{source}' offers nothing here")
    options = Seq(line)
    for value, label, hint in found:
        option = Map(line)
        for key, text in (("value", value), ("label", label), ("hint", hint)):
            option.put(key, text, line)
        options.put(option, line)
    return options


def _hand_over_groups(takes: Seq, sections: Seq) -> None:
    """Give per_group questions the options or groups of those they follow, unless they have own."""
    offered = {taken.get("key"): taken.get("options") for taken in takes if isinstance(taken, Map)}
    for question in (question for section in sections for question in section["questions"]):
        source = question.get("groups_from")
        own = "groups" in question
        if isinstance(source, str) and isinstance(offered.get(source), Seq) and not own:
            question.put("groups", offered[source], question.lines["groups_from"])
        offered[question.get("key")] = question.get("groups") or question.get("options")


def _filled(value: Any, scope: _Scope, line: int) -> Any:
    if isinstance(value, str):
        return _worded(value, scope, line)
    if isinstance(value, Map):
        return _filled_map(value, scope)
    return _filled_list(value, scope) if isinstance(value, Seq) else value


def _filled_map(value: Map, scope: _Scope) -> Map:
    result = Map(value.line)
    for key, item in value.items():
        if key not in _DIRECTIVES:
            result.put(key, _filled(item, scope, value.lines[key]), value.lines[key])
    if "options_from" in value:
        line = value.lines["options_from"]
        options = _options(value["options_from"], scope, line)
        own = result.get("options")
        for option in own if isinstance(own, Seq) else ():
            options.put(option, option.line if isinstance(option, Map) else line)
        result.put("options", options, line)
    return result


def _filled_list(value: Seq, scope: _Scope) -> Seq:
    result = Seq(value.line)
    for item, line in zip(value, value.lines, strict=True):
        for inner in _item_scopes(item, scope):
            result.put(_filled(item, inner, line), line)
    return result


def _item_scopes(item: Any, scope: _Scope) -> Iterator[_Scope]:
    each = item.get("for_each") if isinstance(item, Map) else None
    if each == "limb" and scope.strand:
        return scope.limbs()
    return _repeated(item, scope) if each else iter((scope,))


def _worded(text: str, scope: _Scope, line: int) -> str:
    def word(match: re.Match[str]) -> str:
        if match[1] not in scope.words:
            raise scope.wrong(line, "placeholder", f"there is no word '{{{match[1]}}}' here")
        return scope.words[match[1]]

    return _PLACE.sub(word, text)


def _with_limbs(rating: Any, frame: Frame) -> Any:
    variables = rating.get("variables") if isinstance(rating, Map) else None
    for variable in variables.values() if isinstance(variables, Map) else ():
        if isinstance(variable, Map) and variable.get("columns") == "limbs":
            line = variable.lines["columns"]
            limbs = Seq(line)
            for limb in frame.limbs:
                limbs.put(limb.key, line)
            variable.put("columns", limbs, line)
    return rating
