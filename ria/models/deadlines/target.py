"""What something can be due for, or a mail can be about: a row of any table."""

from typing import NamedTuple, Protocol

ASSESSMENT = "assessment"
"""The kind of target of an edition of a policy's assessment."""


class Target(NamedTuple):
    """One row for which something is due. `kind` is one of
    `ria.queries.deadlines.due_targets.DUE_TARGETS`; `policy_id` is its policy, if it belongs to
    one.
    """

    kind: str
    id: int
    policy_id: int | None = None


class Edition(Protocol):
    """The part of an edition of a policy's assessment that makes a target."""

    id: int | None
    policy_id: int


def target_of(edition: Edition) -> Target:
    """The target for an edition, which must already be flushed, so that it has its id."""
    assert edition.id is not None
    return Target(ASSESSMENT, edition.id, edition.policy_id)
