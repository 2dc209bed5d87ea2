"""The forms for deciding on a form and for commenting on it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, if_chosen, page_form
from forms.questions.question import Kind, Option, Question

LONGEST = 2_000
DATE_HINT = "For example, 27 3 2027"

_REJECT = Option(value="reject", label="Reject", hint="The assessment ends here")


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
    only = next(iter(stages)) if len(stages) == 1 else None
    return page_form(
        "decision",
        Question(
            key="decision",
            kind=Kind.ONE,
            label="What do you decide?",
            help="Approve what is good enough to rest a decision on. Return what can be mended; "
            "your comments on the answers go along. Reject what should not go on at all.",
            example="Return it: the figures cover one station out of twelve.",
            missing="Choose what you decide",
            options=(
                Option(value="approve", label="Approve", hint=approves),
                Option(value="return", label="Return for changes", hint=returns),
                *((_REJECT,) if rejects else ()),
            ),
        ),
        *((_answer(explain),) if explain else ()),
        *((_due_regard(due_regard),) if due_regard else ()),
        *(() if only else (_stage(stages),)),
        _reason(
            "return_reason",
            "What has to change?",
            "The author reads this first. Say what to do and not only what is wrong.",
            "Add the figures for the other eleven stations, or say why there are none.",
            "return",
        ),
        Question(
            key="due_on",
            kind=Kind.DATE,
            label="By which day?",
            hint=DATE_HINT,
            help="A day the author can reasonably meet. Reminders go by it.",
            example="27 3 2027",
            missing="Enter the day the changes are due",
            show_if=if_chosen("decision", "return"),
        ),
        *((_consult_again(),) if consulted else ()),
        *((_why_rejected(),) if rejects else ()),
    )


def _answer(label: str) -> Question:
    return _reason(
        "approve_reason",
        label,
        "A signature that disagrees or defers, a section to fix and an open comment are no veto, "
        "but they are answered in writing; so is a decision that comes late. The history keeps "
        "your answer.",
        "The figures asked for exist only from next year. The plan makes us look at them then.",
        "approve",
    )


def _due_regard(words: str) -> Question:
    return Question(
        key="due_regard",
        kind=Kind.MANY,
        label="Your own due regard",
        hint="The duty is yours in person. These words are kept with your name and the day.",
        help="Whoever decides must have the duty in mind before and while deciding, with an open "
        "mind and with what the answers say of the effects before them. It cannot be handed to "
        "whoever wrote the form or advised on it, and cannot be made good afterwards.",
        example="Tick it once you have read what the form says of each group.",
        missing="Confirm that you have had due regard, or do not approve",
        options=(Option(value="yes", label=words),),
        show_if=if_chosen("decision", "approve"),
    )


def _why_rejected() -> Question:
    return _reason(
        "reject_reason",
        "Why is it rejected?",
        "The author and the history keep this. If the policy is in use, it has to be ended "
        "or replaced.",
        "The policy cannot be applied without treating one group worse, and no law allows it.",
        "reject",
    )


def _consult_again() -> Question:
    return Question(
        key="consult_again",
        kind=Kind.MANY,
        required=False,
        label="Does the consultation count? (optional)",
        hint="It counts unless you tick this. It makes a difference only if you return to the "
        "consultation or a stage before it.",
        help="People were asked about the proposal as it was. If it changes so much that they "
        "would answer otherwise, ask them again.",
        example="Tick it if the policy is now to apply to children too.",
        missing="Say whether to consult again",
        options=(Option(value="yes", label="Consult again"),),
        show_if=if_chosen("decision", "return"),
    )


def _stage(stages: Mapping[str, str]) -> Question:
    return Question(
        key="return_to",
        kind=Kind.ONE,
        label="To which stage?",
        help="Earlier forms open again from the stage you choose.",
        example="Back to screening, because the groups were not all thought of.",
        missing="Choose the stage",
        options=tuple(Option(value=value, label=label) for value, label in stages.items()),
        show_if=if_chosen("decision", "return"),
    )


def _reason(key: str, label: str, help_text: str, example: str, decision: str = "") -> Question:
    return Question(
        key=key,
        kind=Kind.TEXT,
        min_length=10,
        max_length=LONGEST,
        label=label,
        help=help_text,
        example=example,
        missing="Write the reason",
        show_if=if_chosen("decision", decision) if decision else None,
    )


def comment_form() -> type[PageForm]:
    """Build the form for a comment on one question."""
    return page_form(
        "comment",
        Question(
            key="text",
            kind=Kind.TEXT,
            lines=3,
            max_length=LONGEST,
            label="Comment",
            help="Say what is good, unclear or missing. The author sees it beside the question.",
            example="Which period do these figures cover?",
            missing="Write a comment",
        ),
    )
