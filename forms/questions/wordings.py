"""The names that `options_from` accepts: options that the frame defines, so sets need not repeat
them.

Each function returns rows of value, label and hint, or no rows where the frame or the strand has
none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from forms.questions.frame import Frame, FrameStrand, Group

Rows = list[tuple[str, str, str]]


def _of_groups(groups: Iterable[Group]) -> Rows:
    return [(group.value, group.label, group.hint) for group in groups]


def _groups(frame: Frame, strand: FrameStrand | None) -> Rows:
    """Every group of the strand, the catch-all included."""
    return _of_groups(strand.groups if strand else ())


def _detailed_groups(frame: Frame, strand: FrameStrand | None) -> Rows:
    """Each group that official figures count, without the catch-all."""
    return _of_groups(group for group in strand.groups if group.broad) if strand else []


def _broad_groups(frame: Frame, strand: FrameStrand | None) -> Rows:
    """The broad groups into which the detailed ones fold."""
    folds = strand is not None and any(group.broad for group in strand.groups)
    return _of_groups(frame.broad_groups if folds else ())


def _strands(frame: Frame, strand: FrameStrand | None) -> Rows:
    """The protected characteristics."""
    return [
        (strand.key, strand.label[:1].upper() + strand.label[1:], "") for strand in frame.strands
    ]


def _outcomes(frame: Frame, strand: FrameStrand | None) -> Rows:
    """The ways an assessment can end."""
    return [(outcome.value, outcome.label, outcome.meaning) for outcome in frame.outcomes]


def _legal_bases(frame: Frame, strand: FrameStrand | None) -> Rows:
    """The grounds that the law of the frame gives for treating people differently."""
    return [(basis.value, basis.label, basis.hint) for basis in frame.legal_bases]


SOURCES: dict[str, Callable[[Frame, FrameStrand | None], Rows]] = {
    "groups": _groups,
    "detailed_groups": _detailed_groups,
    "broad_groups": _broad_groups,
    "strands": _strands,
    "outcomes": _outcomes,
    "legal_bases": _legal_bases,
}
