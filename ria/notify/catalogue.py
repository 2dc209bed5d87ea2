"""Every mail this product writes: one entry a kind.

To add one: an entry here, a folder of its name under `templates/emails` with `subject.txt`,
`body.txt` and `body.html`, a section in `docs/reference/mails.md`, and `ria.outbox.enqueue` where
the thing happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ria.links import Links
from ria.notify import standing
from ria.notify.matter import Judge, LinkOf, Matter
from workflows.roles import Role


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    `why` says to its reader why it came. `needed` and `reader` are asked at sending: is there
    still something to tell, and is the recipient still the one to tell it? `sample` holds details
    as `enqueue` is given them, for previews and tests.
    """

    id: str
    why: str
    link: LinkOf
    needed: Judge
    reader: Judge
    sample: Mapping[str, Any] = field(default_factory=dict)


def _decision(links: Links, matter: Matter) -> str:
    _, assessment = matter.case
    assert assessment.id is not None
    return links.decision(assessment.id)


def _form(links: Links, matter: Matter) -> str:
    _, assessment = matter.case
    assert assessment.id is not None
    return links.stage(assessment.id, assessment.stage)


def _signature(links: Links, matter: Matter) -> str:
    _, assessment = matter.case
    assert assessment.id is not None
    return links.sign(assessment.id, str(matter.message.details["signature"]))


def _policy(links: Links, matter: Matter) -> str:
    policy, _ = matter.case
    return links.policy(policy.reference)


def _what_is_due(links: Links, matter: Matter) -> str:
    return matter.items[0].link if len(matter.items) == 1 else links.work()


_AS_AUTHOR = (
    "You get this mail because you own this policy, deputise for its owner or wrote the form."
)

_KINDS = (
    MailKind(
        id="approval_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_decision,
        needed=standing.awaits_decision,
        reader=standing.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="approved",
        why=_AS_AUTHOR,
        link=_policy,
        needed=standing.always,
        reader=standing.answers_for_it,
    ),
    MailKind(
        id="returned",
        why="You get this mail because you answer for this policy or advise on equality.",
        link=_form,
        needed=standing.in_the_same_stage,
        reader=standing.answers_for_it,
        sample={"reason": "Say what the figures show.", "due_on": "2026-12-18", "round": 2},
    ),
    MailKind(
        id="rejected",
        why=_AS_AUTHOR,
        link=_policy,
        needed=standing.always,
        reader=standing.answers_for_it,
        sample={"reason": "The policy cannot be justified as it is."},
    ),
    MailKind(
        id="screened_out",
        why=_AS_AUTHOR,
        link=_policy,
        needed=standing.always,
        reader=standing.answers_for_it,
    ),
    MailKind(
        id="signature_wanted",
        why="You get this mail because your signature was asked for.",
        link=_signature,
        needed=standing.awaits_signature,
        reader=standing.was_asked,
        sample={"signature": "second"},
    ),
    MailKind(
        id="nobody_to_decide",
        why="You get this mail because you are an administrator.",
        link=_policy,
        needed=standing.awaits_decision,
        reader=standing.holds(Role.ADMINISTRATOR),
    ),
    MailKind(
        id="falls_due",
        why="You get this mail because this is with you, or is to be watched over by you.",
        link=_what_is_due,
        needed=standing.still_due,
        reader=standing.has_items,
    ),
)

CATALOGUE = {kind.id: kind for kind in _KINDS}
"""Every kind of mail by its id."""
