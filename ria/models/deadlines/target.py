"""What something can be due for, or a mail be about: a row of whichever table."""

from typing import NamedTuple, Protocol

ASSESSMENT = "assessment"
"""The kind of target that an edition of a policy's assessment is."""


class Target(NamedTuple):
    """One row that things are due for. `kind` is one of
    `ria.queries.deadlines.due_targets.DUE_TARGETS`; `policy_id` is that of its policy, if it is
    about one."""

    kind: str
    id: int
    policy_id: int | None = None


class Edition(Protocol):
    """An edition of a policy's assessment, as far as a target knows it."""

    id: int | None
    policy_id: int


def target_of(edition: Edition) -> Target:
    """The target that an edition is. It must have been written, and so have its key."""
    assert edition.id is not None
    return Target(ASSESSMENT, edition.id, edition.policy_id)
