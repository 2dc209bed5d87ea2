"""A form that repeats sections of another form, word for word.

    asks_again: {form: screening, version: 1, sections: [purpose, reach], part: screening}

The repeated sections come after the form's own, in the order named, but before those that the form
marks `last: true`. The rating rule comes with them. So a review asks the same screening that was
answered before, and no question has to be kept in two places.
"""

from __future__ import annotations

from pathlib import Path

from forms.questions.source import Map, Problem, Seq, SetError, line_of, read

DIRECTIVE = "asks_again"
_LAST = "last"


def with_asked_again(tree: Map, path: Path) -> Map:
    """Return the tree with the repeated sections inserted; the same tree if there are none."""
    if DIRECTIVE not in tree:
        return tree
    asked, line = tree[DIRECTIVE], tree.lines[DIRECTIVE]
    if not isinstance(asked, Map) or not isinstance(asked.get("sections"), Seq):
        raise SetError(Problem(path.name, line, DIRECTIVE, "must name a form and its sections"))
    other_path = path.parent / f"{asked.get('form')}.{asked.get('version')}.yaml"
    if not other_path.is_file() or other_path == path:
        raise SetError(Problem(path.name, line, DIRECTIVE, f"there is no '{other_path.name}'"))
    other = read(other_path)
    result = Map(tree.line)
    for key, value in tree.items():
        if key not in {DIRECTIVE, "sections"}:
            result.put(key, value, tree.lines[key])
    result.put("sections", _sections(tree, other, asked, path.name), line_of(tree, ("sections",)))
    if "rating" in other and "rating" not in tree:
        result.put("rating", other["rating"], line)
    return result


def _sections(tree: Map, other: Map, asked: Map, file: str) -> Seq:
    line = asked.lines["sections"]
    known = {section.get("id"): section for section in other["sections"]}
    own = tree.get("sections")
    result = Seq(line)
    last: list[tuple[Map, int]] = []
    for section in own if isinstance(own, Seq) else ():
        at = section.line if isinstance(section, Map) else line
        if isinstance(section, Map) and section.get(_LAST) is True:
            last.append((_without(section, _LAST), at))
        else:
            result.put(section, at)
    for name in asked["sections"]:
        if name not in known:
            raise SetError(Problem(file, line, DIRECTIVE, f"there is no section '{name}'"))
        result.put(_again(known[name], asked, line), line)
    for section, at in last:
        result.put(section, at)
    return result


def _again(section: Map, asked: Map, line: int) -> Map:
    result = _without(section)
    title = str(section.get("title"))
    if asked.get("title"):
        worded = f"{asked['title']}{title[:1].lower()}{title[1:]}"
        result.put("title", worded, line)
    if asked.get("part"):
        result.put("part", asked["part"], line)
    return result


def _without(section: Map, *keys: str) -> Map:
    result = Map(section.line)
    for key, value in section.items():
        if key not in keys:
            result.put(key, value, section.lines[key])
    return result
