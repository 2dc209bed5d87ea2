"""The form by which a policy comes into the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.pages.page import PageForm, if_chosen, page_form, row_option
from forms.question import Kind, Option, Question

Named = Sequence[tuple[int, str]]
"""Rows that can be chosen: id and name."""


def registration_form(
    *,
    committees: Named,
    units: Named,
    people: Named,
    functions: Named,
    unit_id: int | None,
    owner_id: int,
) -> type[PageForm]:
    """The form, with the choices of this organisation; it suggests a unit and an owner."""
    suggested = {"owner_id": f"n{owner_id}"} | ({"unit_id": f"n{unit_id}"} if unit_id else {})
    return page_form(
        "registration",
        *_the_policy(),
        *functions_question(functions),
        *_the_people(committees, units, people),
        *_where_it_stands(),
        *_handling(),
        *_its_text(),
        answers=suggested,
    )


GROUPS: Mapping[str, tuple[str, ...]] = {
    "The policy": ("title", "subject_type", "functions", "reference"),
    "Who is responsible": ("committee_id", "unit_id", "owner_id", "deputy_id"),
    "Where it stands": ("operation", "planned_decision_on", "planned_start_on"),
    "Special handling": ("urgent", "restricted"),
    "Its text": ("text_state",),
}
"""The headings of the page, and the questions under each."""


def _the_policy() -> tuple[Question, ...]:
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
        Question(
            key="reference",
            kind=Kind.TEXT,
            lines=1,
            max_length=40,
            required=False,
            label="Reference (optional)",
            hint="If it has one already. Leave it empty and the register gives it one.",
            help="Up to 40 letters, digits, dots, hyphens and underscores, without spaces. "
            "It stands in addresses and mails, and cannot be changed later.",
            example="CUST-014",
        ),
    )


def functions_question(functions: Named) -> tuple[Question, ...]:
    """Which functions a policy serves; no question where the organisation has listed none."""
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


def _the_people(committees: Named, units: Named, people: Named) -> tuple[Question, ...]:
    anybody = tuple(row_option(*person) for person in people)
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
        Question(
            key="owner_id",
            kind=Kind.ONE,
            label="Who owns it?",
            hint="The owner fills in the screening and gets the mails.",
            help="Name whoever writes the policy or will carry it through. It need not be you.",
            example="The inspector who is drafting it.",
            missing="Choose the owner",
            options=anybody,
        ),
        Question(
            key="deputy_id",
            kind=Kind.ONE,
            required=False,
            label="Who stands in? (optional)",
            help="A deputy can do everything the owner can. Name one, so that leave and sickness "
            "hold nothing up. It must be somebody other than the owner.",
            example="A colleague in the same unit.",
            options=anybody,
        ),
    )


def _where_it_stands() -> tuple[Question, ...]:
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


def _handling() -> tuple[Question, ...]:
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


def _its_text() -> tuple[Question, ...]:
    return (
        Question(
            key="text_state",
            kind=Kind.ONE,
            label="Is its text written?",
            help="Whoever screens and decides reads the text. A draft is better than nothing, and "
            "a later version can be added.",
            example="We attach the draft that the unit head has seen.",
            missing="Say whether its text is written",
            options=(
                Option(value="attached", label="Yes, I attach it"),
                Option(value="not_yet", label="It is not yet written"),
            ),
        ),
        Question(
            key="text",
            kind=Kind.FILE,
            label="The text",
            hint="A PDF, Word, OpenDocument or plain text file of up to 10 MB, without macros.",
            help="It is kept under a key that cannot be guessed, and only those who may read the "
            "draft can open it.",
            example="interpreters-draft-3.docx",
            missing="Choose the file, or say that the text is not yet written",
            show_if=if_chosen("text_state", "attached"),
        ),
    )
