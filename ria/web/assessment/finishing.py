"""The last step of a form: submitting it for approval, or publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.actions import Action
from workflows.guards.guard import Guard
from workflows.guards.submission import quality_findings
from workflows.stages import PUBLICATION


@dataclass(frozen=True)
class Finish:
    """The last step of one form, with the wording of its pages."""

    action: Action
    heading: str
    button: str
    not_yet: str
    ready: str
    done: str
    filled_in_by: str
    asks_first: str = ""
    """The last path segment of the confirmation page; empty if there is none."""


HAND_IN = Finish(
    Action.SUBMIT,
    heading="Hand it in",
    button="Submit for approval",
    not_yet="You can hand the form in when nothing stands in the way any more.",
    ready="Nothing is missing. Once handed in, the form cannot be changed unless it is returned "
    "to you or you take it back.",
    done="The form is handed in. The Strategy Unit has been told.",
    filled_in_by="The owner and the deputy fill this form in. You can read it.",
)
PUBLISH = Finish(
    Action.PUBLISH,
    heading="Publish it",
    button="Go on to publish it",
    not_yet="It can be published when nothing stands in the way any more.",
    ready="Nothing is missing. You are shown once more what becomes public before it does.",
    done="",
    filled_in_by="The owner and the Strategy Unit fill this form in. You can read it.",
    asks_first="publish",
)


def finish_of(form: str) -> Finish:
    """Return the last step of a form."""
    return PUBLISH if form == PUBLICATION else HAND_IN


def in_the_way(finish: Finish, standing: Mapping[Action, tuple[Guard, ...]]) -> list[Guard]:
    """Return the unmet guards other than missing answers and open findings, which are listed one by
    one.
    """
    unmet = (g for g in standing.get(finish.action, ()) if g.id != quality_findings.id)
    return [guard for guard in unmet if not guard.id.endswith("_complete")]
