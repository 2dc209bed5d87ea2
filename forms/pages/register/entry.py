"""The questions of a policy's entry, used when it is registered and when it is changed."""

from __future__ import annotations

from collections.abc import Sequence

from forms.pages.page import if_chosen, row_option
from forms.questions.question import Kind, Option, Question

Named = Sequence[tuple[int, str]]
"""Rows that can be chosen: id and name."""

WHERE_IT_STANDS = (
    "operation",
    "legacy",
    "programme_due_on",
    "planned_decision_on",
    "planned_start_on",
)
"""The questions under that heading, on both pages."""


def what_it_is() -> tuple[Question, ...]:
    """Its title, and what kind of thing it is."""
    return (
        Question(
            key="title",
            kind=Kind.TEXT,
            lines=1,
            max_length=200,
            label="What is it called?",
            hint="The title that people know it by. It is public.",
            help="Use the title on the document. Leave out version numbers and file names.",
            example="Use of interpreters in custody",
            missing="Enter the title",
        ),
        Question(
            key="subject_type",
            kind=Kind.ONE,
            label="What kind of thing is it?",
            help='The law\'s word "policy" is wide. It covers whatever we do that affects people, '
            "written down or not. If in doubt, choose policy.",
            example="A budget cut is a decision. A new computer system is a project.",
            missing="Choose what kind of thing it is",
            options=(
                Option(value="policy", label="Policy"),
                Option(value="function", label="Function", hint="Something we are there to do"),
                Option(value="procedure", label="Procedure"),
                Option(value="plan", label="Plan"),
                Option(value="strategy", label="Strategy"),
                Option(value="project", label="Project", hint="It ends; then it can be closed"),
                Option(value="decision", label="Decision", hint="Taken once"),
                Option(value="national_policy", label="National policy that we apply"),
            ),
        ),
    )


def functions_question(functions: Named) -> tuple[Question, ...]:
    """Return the question about the functions a policy serves; none if the organisation has no
    functions.
    """
    if not functions:
        return ()
    question = Question(
        key="functions",
        kind=Kind.MANY,
        required=False,
        label="Which functions does it serve? (optional)",
        hint="Choose all that apply.",
        help="A function is something we are there to do. Most policies serve one or two. The list "
        "of functions shows which have no policy.",
        example="A policy on bail serves custody, and the investigation of crime.",
        options=tuple(row_option(*each) for each in functions),
    )
    return (question,)


def places(committees: Named, units: Named) -> tuple[Question, ...]:
    """Return the questions about the owning committee and the developing unit."""
    return (
        Question(
            key="committee_id",
            kind=Kind.ONE,
            label="Which committee owns it?",
            help="The committee whose remit it falls under. It decides on the assessment where "
            "the level asks for that.",
            example="A policy on stop and search belongs to the committee for operations.",
            missing="Choose the committee",
            options=tuple(row_option(*committee) for committee in committees),
        ),
        Question(
            key="unit_id",
            kind=Kind.ONE,
            label="Which unit develops it?",
            help="The unit whose head answers for the work. Your own is suggested.",
            example="Custody Services",
            missing="Choose the unit",
            options=tuple(row_option(*unit) for unit in units),
        ),
    )


def where_it_stands(*, programme_too: bool) -> tuple[Question, ...]:
    """Whether it is applied to people, and what is planned. `programme_too`: with whether it is a
    legacy policy, and by when the programme has it screened."""
    return (
        Question(
            key="operation",
            kind=Kind.ONE,
            label="Is it applied to people now?",
            help="This is a fact about the policy and not about its assessment: the public page "
            'shows both. For a change to something in use, choose "Yes".',
            example="A trial in one station counts as being applied.",
            missing="Say whether it is applied to people now",
            options=(
                Option(value="proposed", label="No, it is proposed"),
                Option(value="operating", label="Yes"),
                Option(value="ended", label="No longer, it has ended"),
            ),
        ),
        _day(
            "operating_since",
            "Since when?",
            "If nobody knows the day, use the first of the month, or 1 January of the year.",
            "Enter the day since when it is applied",
            shown_for=("operation", "operating"),
        ),
        _day(
            "ended_on",
            "When did it end?",
            "The last day on which it was applied to anybody.",
            "Enter the day on which it ended",
            shown_for=("operation", "ended"),
        ),
        *(_programme() if programme_too else ()),
        _day(
            "planned_decision_on",
            "When is the decision on it planned? (optional)",
            "The law asks for equality to be thought about before the decision, so this day "
            "shows how much time there is.",
        ),
        _day(
            "planned_start_on",
            "When is it to start? (optional)",
            "The first day on which it, or the change to it, would be applied to people.",
        ),
    )


def _programme() -> tuple[Question, ...]:
    """Whether it was applied before there was a register, and by when it is screened then."""
    return (
        Question(
            key="legacy",
            kind=Kind.YES_NO,
            label="Is it a legacy policy?",
            hint="It was applied before we worked with this register. Then the programme says by "
            "when it is screened for the first time.",
            help="The usual days for the screening are for what begins in the register. For what "
            "was there before, the organisation has a programme that spreads the work.",
            example="Yes: it was applied for years and is now entered into the register.",
            missing="Say whether it is a legacy policy",
            show_if=if_chosen("operation", "operating", "ended"),
        ),
        _day(
            "programme_due_on",
            "By when does the programme have it screened? (optional)",
            "Without a day it is not yet in the programme: nothing is due, and the list of "
            "policies finds it as such. After the first screening the usual days count.",
            shown_for=("legacy", "yes"),
        ),
    )


def urgency() -> tuple[Question, ...]:
    """Return the questions whether it is urgent, and who declared it so."""
    return (
        Question(
            key="urgent",
            kind=Kind.YES_NO,
            label="Is it urgent?",
            hint="Then the full assessment is due within 56 days, whatever its level.",
            help="Only a chief officer can call a policy urgent. The public sees the reason.",
            example="Yes: a court has ruled that the present notice is unlawful.",
            missing="Say whether it is urgent",
        ),
        Question(
            key="urgent_reason",
            kind=Kind.TEXT,
            lines=3,
            min_length=10,
            max_length=2_000,
            label="The chief officer's reason",
            help="In the chief officer's words, with the day on which they were given.",
            example="The court ruled on 3 March that the notice must not be used any more.",
            missing="Give the chief officer's reason",
            show_if=if_chosen("urgent", "yes"),
        ),
    )


def restriction() -> tuple[Question, ...]:
    """Return the question whether its drafts are hidden from the scrutiny role."""
    return (
        Question(
            key="restricted",
            kind=Kind.YES_NO,
            label="Is it restricted?",
            hint="Then scrutiny does not see its drafts. The register still lists it.",
            help="Restrict a policy only if knowing its text would help somebody to commit a "
            "crime or put somebody at risk.",
            example="Yes: it describes how witnesses are protected.",
            missing="Say whether it is restricted",
        ),
    )


def _day(
    key: str,
    label: str,
    help_text: str,
    missing: str = "",
    shown_for: tuple[str, str] | None = None,
) -> Question:
    return Question(
        key=key,
        kind=Kind.DATE,
        required=bool(missing),
        label=label,
        hint="For example, 27 3 2027",
        help=help_text,
        example="27 3 2027",
        missing=missing,
        show_if=if_chosen(*shown_for) if shown_for else None,
    )
