"""The forms for deciding on a form and for commenting on it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def decision_form(
    stages: Mapping[str, str],
    approves: str,
    *,
    returns: str = "",
    rejects: bool = True,
    explain: str = "",
    consulted: bool = False,
    due_regard: str = "",
) -> type[PageForm]:
    """Approve, return or reject. `stages` it may go back to, by value; where approving leads.

    `returns` says what a return brings with it; `rejects` whether it can be rejected; `explain`
    is the question that approving must answer in writing, if any; with `consulted` a return asks
    whether to consult again; `due_regard` is what whoever approves confirms.
    """
    asked = {
        "approve_reason": bool(explain),
        "due_regard": bool(due_regard),
        "return_to": len(stages) != 1,
        "consult_again": consulted,
        "reject_reason": rejects,
        "decision.reject": rejects,
    }
    without = {name for name, wanted in asked.items() if not wanted}
    return _DECLARED.form(
        "decision",
        without=without,
        options={} if "return_to" in without else {"return_to": labelled(stages)},
        approves=approves,
        returns=returns,
        explain=explain,
        due_regard=due_regard,
    )


def comment_form() -> type[PageForm]:
    """Build the form for a comment on one question."""
    return _DECLARED.form("comment")
