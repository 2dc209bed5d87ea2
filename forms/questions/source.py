"""Read a YAML file and remember the line of every element.

The tree consists of `Map` and `Seq`: a dict and a list that also know their lines. Only `true`,
`false`, whole numbers and `null` are converted; everything else stays text. In a question set `yes`
and `no` are answers, not booleans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# The parser in C behaves the same and is ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")
_PLAIN_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a set: where it is, which rule it breaks, and how."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


class SetError(ValueError):
    """A set that cannot be used. `str()` gives one line for every problem."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Map(dict[str, Any]):
    """A mapping that knows its own line and the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def put(self, key: str, value: Any, line: int) -> None:
        """Set one key together with the line on which it stood."""
        self[key] = value
        self.lines[key] = line


class Seq(list[Any]):
    """A list that knows its own line and the line of each of its items."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def put(self, value: Any, line: int) -> None:
        """Add one item together with the line on which it stood."""
        self.append(value)
        self.lines.append(line)


def read(path: Path) -> Map:
    """Return the tree of one file. Raises `SetError` if it is not a YAML mapping in UTF-8."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise SetError(Problem(path.name, 1, "file", f"cannot be read ({error})")) from error
    except UnicodeDecodeError as error:
        raise SetError(Problem(path.name, 1, "file", "is not UTF-8 text")) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SetError(Problem(path.name, line, "yaml", str(error.problem))) from error
    except yaml.YAMLError as error:
        raise SetError(Problem(path.name, 1, "yaml", str(error).splitlines()[0])) from error
    if not isinstance(node, yaml.MappingNode):
        raise SetError(Problem(path.name, 1, "yaml", "the file must hold a mapping"))
    return _mapping(node, path.name, node.start_mark.line + 1)


def line_of(tree: Any, location: tuple[str | int, ...]) -> int:
    """Return the line of the deepest part of `location` that exists in the tree."""
    line = int(getattr(tree, "line", 1))
    for step in location:
        known = step in tree if isinstance(tree, Map) else _has(tree, step)
        if not known:
            break
        line, tree = tree.lines[step], tree[step]
    return line


def typed(model: type[_Model], tree: Map, file: str) -> _Model:
    """Return the tree as a model. Raises `SetError` with the line of everything that is wrong."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        raise SetError(*(_problem(item, tree, file) for item in error.errors())) from error


def _problem(error: Any, tree: Map, file: str) -> Problem:
    location = error["loc"]
    names = [step for step in location if isinstance(step, str)]
    rule = names[-1] if names else "set"
    message = str(error["msg"]).removeprefix("Value error, ")
    return Problem(file, line_of(tree, location), rule, message)


def _has(tree: Any, step: str | int) -> bool:
    return isinstance(tree, Seq) and isinstance(step, int) and step < len(tree)


def _tree(node: yaml.Node, file: str) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, line)
    if isinstance(node, yaml.SequenceNode):
        seq = Seq(line)
        for item in node.value:
            seq.put(_tree(item, file), item.start_mark.line + 1)
        return seq
    return _scalar(node)


def _mapping(node: yaml.MappingNode, file: str, line: int) -> Map:
    result = Map(line)
    for key_node, value_node in node.value:
        key, key_line = str(key_node.value), key_node.start_mark.line + 1
        if key in result:
            raise SetError(Problem(file, key_line, "yaml", f"'{key}' is written twice"))
        result.put(key, _tree(value_node, file), key_line)
    return result


def _scalar(node: yaml.Node) -> str | int | bool | None:
    text = str(node.value)
    if getattr(node, "style", None) in {"'", '"', "|", ">"}:
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
