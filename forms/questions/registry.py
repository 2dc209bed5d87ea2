"""Find, check and provide the question sets: `Registry.load()`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from forms.questions.asked_again import with_asked_again
from forms.questions.checks import Finding, check
from forms.questions.expand import expand
from forms.questions.frame import Frame
from forms.questions.origin_checks import check_origins
from forms.questions.question import QuestionSet, digest
from forms.questions.rule_checks import check_rating
from forms.questions.source import Map, Problem, Seq, SetError, line_of, read, typed

__all__ = ["Registry", "SetError"]

PACKAGED = Path(__file__).parents[1] / "sets"
_HEAD = frozenset({"form", "version", "title", "frames", "takes", "sections", "rating"})
_FILE_NAME = re.compile(r"([a-z][a-z0-9_]*)\.([1-9][0-9]*)\.yaml")


@dataclass(frozen=True)
class _Loaded:
    """A set with the tree and the file it was read from, so that faults can be located."""

    set: QuestionSet
    tree: Map
    file: str

    def problems(self, findings: Iterable[Finding]) -> list[Problem]:
        return [
            Problem(self.file, line_of(self.tree, at), rule, message)
            for at, rule, message in findings
        ]


@dataclass(frozen=True)
class Registry:
    """Every set, and the newest edition of every frame, loaded and checked. Immutable."""

    frames: Mapping[str, Frame]
    sets: Mapping[tuple[str, str, int], QuestionSet]

    @classmethod
    def load(cls, directory: Path | None = None) -> Registry:
        """Load all sets of a directory (None: those that come with the package).

        Raises `SetError` with one `file:line: rule: message` per problem.
        """
        return _packaged() if directory is None else cls._read(directory)

    @classmethod
    def _read(cls, root: Path) -> Registry:
        problems: list[Problem] = []
        frames: dict[str, Frame] = {}
        for path in _files(root / "frames", "*.yaml"):
            _collect(problems, lambda path=path: _add_frame(frames, path))  # type: ignore[misc]
        found: dict[tuple[str, str, int], _Loaded] = {}
        for path in _files(root, "*.yaml") if frames and not problems else ():
            _collect(problems, lambda path=path: _add_sets(found, frames, path))  # type: ignore[misc]
        if problems:
            raise SetError(*problems)
        if not found:
            raise SetError(Problem(str(root), 1, "file", "there are no question sets here"))
        sets = {key: loaded.set for key, loaded in found.items()}
        for loaded in found.values():
            problems += loaded.problems(check_origins(loaded.set, sets))
        if problems:
            raise SetError(*problems)
        newest = {frame.key: frame for frame in sorted(frames.values(), key=lambda f: f.edition)}
        return cls(newest, sets)

    def get(self, form: str, frame: str, version: int) -> QuestionSet:
        """One released set; raises `KeyError`."""
        return self.sets[form, frame, version]

    def latest(self, form: str, frame: str) -> QuestionSet:
        """The newest version of a form under a frame; raises `KeyError`."""
        versions = [key[2] for key in self.sets if key[:2] == (form, frame)]
        if not versions:
            raise KeyError((form, frame))
        return self.sets[form, frame, max(versions)]

    def all(self) -> tuple[QuestionSet, ...]:
        """Every set, ordered by form, frame and version."""
        return tuple(self.sets[key] for key in sorted(self.sets))


@cache
def _packaged() -> Registry:
    """The sets that come with the package, read once, since a registry is immutable."""
    return Registry._read(PACKAGED)


def _files(directory: Path, pattern: str) -> list[Path]:
    if not directory.is_dir():
        raise SetError(Problem(str(directory), 1, "file", "there is no such directory"))
    return sorted(directory.glob(pattern))


def _collect(problems: list[Problem], step: Callable[[], None]) -> None:
    try:
        step()
    except SetError as error:
        problems.extend(error.problems)


def _add_frame(frames: dict[str, Frame], path: Path) -> None:
    tree = read(path)
    frame = typed(Frame, tree, path.name)
    if path.name != f"{frame.name}.yaml":
        message = f"the frame '{frame.key}' must stand in '{frame.name}.yaml'"
        raise SetError(Problem(path.name, line_of(tree, ("key",)), "key", message))
    limbs = {limb.key for limb in frame.limbs}
    for at, strand in enumerate(frame.strands):
        for limb in sorted(set(strand.limbs) - limbs):
            line = line_of(tree, ("strands", at, "limbs"))
            raise SetError(Problem(path.name, line, "limbs", f"there is no limb '{limb}'"))
    frames[frame.name] = frame


def _add_sets(
    found: dict[tuple[str, str, int], _Loaded], frames: Mapping[str, Frame], path: Path
) -> None:
    name = _FILE_NAME.fullmatch(path.name)
    if name is None:
        raise SetError(Problem(path.name, 1, "file", "must be named '<form>.<version>.yaml'"))
    tree = read(path)
    for key, expected in (("form", name[1]), ("version", int(name[2]))):
        if tree.get(key) != expected:
            line = line_of(tree, (key,))
            raise SetError(Problem(path.name, line, key, f"must be '{expected}', as the file name"))
    tree = with_asked_again(tree, path)
    problems: list[Problem] = []
    for frame in _served(tree, frames, path.name):
        _collect(problems, lambda frame=frame: _add_set(found, tree, frame, path.name))  # type: ignore[misc]
    if problems:
        raise SetError(*problems)


def _served(tree: Map, frames: Mapping[str, Frame], file: str) -> list[Frame]:
    named = tree.get("frames")
    if not isinstance(named, Seq) or not named:
        message = "the form must list the frames it serves"
        raise SetError(Problem(file, line_of(tree, ("frames",)), "frames", message))
    for at, key in enumerate(named):
        if key not in frames:
            line = line_of(tree, ("frames", at))
            raise SetError(Problem(file, line, "frames", f"there is no frame '{key}'"))
    return [frames[key] for key in named]


def _add_set(
    found: dict[tuple[str, str, int], _Loaded], tree: Map, frame: Frame, file: str
) -> None:
    for key in sorted(set(tree) - _HEAD):
        raise SetError(Problem(file, tree.lines[key], key, "is not known here"))
    expanded = expand(tree, frame, file)
    draft = typed(QuestionSet, expanded, file)
    loaded = _Loaded(draft.model_copy(update={"hash": digest(draft.content())}), expanded, file)
    problems = loaded.problems(chain(check(draft), check_rating(draft)))
    if problems:
        raise SetError(*problems)
    found[draft.form, draft.frame, draft.version] = loaded
