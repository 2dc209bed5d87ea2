"""The forms of the evidence bank: adding, correcting and replacing a source."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.questions.question import Audience, Kind, Option, Question

LONGEST = 2_000

GROUPS: Mapping[str, tuple[str, ...]] = {
    "The source": ("title", "kind", "source"),
    "What it covers": ("period", "area", "as_of"),
    "What it says": ("finding", "limits"),
    "Where it is": ("link", "file"),
    "Its audience": ("audience",),
}
"""The headings of the page, and the questions under each."""

_AUDIENCES = {
    Audience.PUBLIC: ("The public", "It was published, or could be"),
    Audience.INTERNAL: ("Everybody with an account", ""),
    Audience.RESTRICTED: ("Only those who may read this policy's drafts", "Scrutiny is left out"),
    Audience.PRIVILEGED: ("Only legal advisers", "Legal advice, or what was gathered for it"),
}


def evidence_form(
    *, may_be_privileged: bool, has_file: bool, answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """The form of one source, showing `answers`. A file once attached is not asked for again."""
    given = answers or {"audience": Audience.INTERNAL.value}
    return page_form(
        "evidence",
        *_the_source(),
        *_what_it_covers(),
        *_what_it_says(),
        _link(),
        *(() if has_file else (_file(),)),
        _audience(may_be_privileged or given.get("audience") == Audience.PRIVILEGED),
        answers=given,
    )


def superseding_form() -> type[PageForm]:
    """Build the form that names the source which replaces this one."""
    return page_form(
        "superseding",
        Question(
            key="by",
            kind=Kind.TEXT,
            lines=1,
            max_length=20,
            label="Which source takes its place?",
            hint="Its reference in the evidence bank. Add the newer source first.",
            help="Choose a source that answers the same question with newer or better facts. "
            "Assessments that cite the old one go on citing it, and are told to look again.",
            example="E12",
            missing="Enter the reference of the newer source",
        ),
    )


def _line(
    key: str, label: str, help_text: str, example: str, missing: str, hint: str = ""
) -> Question:
    return Question(
        key=key,
        kind=Kind.TEXT,
        lines=1,
        max_length=200,
        label=label,
        hint=hint,
        help=help_text,
        example=example,
        missing=missing,
    )


def _the_source() -> tuple[Question, ...]:
    return (
        _line(
            "title",
            "What is it called?",
            "Say what it is about, so that somebody else can find it and use it again.",
            "Stops and searches by ethnic group, 2019/20",
            "Enter what it is called",
        ),
        Question(
            key="kind",
            kind=Kind.ONE,
            label="What kind of source is it?",
            help="Numbers and what people tell us are both evidence. Use both where you can.",
            example="Notes of a meeting with a youth group are what people told us.",
            missing="Choose what kind of source it is",
            options=(
                Option(value="statistics", label="Figures that are counted"),
                Option(value="survey", label="A survey"),
                Option(value="research", label="Research"),
                Option(value="consultation", label="What people told us when we asked them"),
                Option(value="complaints", label="Complaints or incidents"),
                Option(value="inspection", label="An inspection or an inquiry"),
                Option(value="experience", label="What staff know from their work"),
                Option(value="other", label="Something else"),
            ),
        ),
        _line(
            "source",
            "Who made it?",
            "The organisation or team that gathered the facts, and the name of what it published.",
            "Home Office, Police powers and procedures",
            "Enter who made it",
        ),
    )


def _what_it_covers() -> tuple[Question, ...]:
    return (
        _line(
            "period",
            "Which period does it cover?",
            "The time in which the facts were gathered, not the day they were published.",
            "April 2019 to March 2020",
            "Enter the period it covers",
        ),
        _line(
            "area",
            "Which area or group of people does it cover?",
            "A place, a service or a group of staff. Use the words that other sources here use.",
            "England and Wales",
            "Enter the area or group it covers",
        ),
        Question(
            key="as_of",
            kind=Kind.DATE,
            required=False,
            label="On which day were these the facts? (optional)",
            hint="For example, 31 3 2020",
            help="The last day that the facts speak of. The bank marks what is more than five "
            "years old. Leave it empty only if nobody knows the day.",
            example="31 3 2020, for a year that ended in March 2020.",
        ),
    )


def _what_it_says() -> tuple[Question, ...]:
    return (
        Question(
            key="finding",
            kind=Kind.TEXT,
            min_length=20,
            max_length=LONGEST,
            label="What does it show?",
            help="The facts that matter for equality, with the figures. Name each group. Keep what "
            "you make of them for the assessment.",
            example="Black people were searched 54.1 times in every 1,000, White people 6.1 times.",
            missing="Write what it shows",
        ),
        Question(
            key="limits",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="What can it not tell us?",
            help="Every source has limits: who is missing, how small the numbers are, what was not "
            "asked. Saying so makes it stronger.",
            example="In one search in six nobody wrote down the person's ethnic group.",
            missing="Write what it cannot tell us",
        ),
    )


def _link() -> Question:
    return Question(
        key="link",
        kind=Kind.TEXT,
        lines=1,
        max_length=LONGEST,
        required=False,
        label="Its address on the web (optional)",
        hint="It begins with http:// or https://",
        help="The page on which the source itself can be read. It opens for whoever may see this "
        "record.",
        example="https://www.gov.uk/government/statistics",
    )


def _file() -> Question:
    return Question(
        key="file",
        kind=Kind.FILE,
        required=False,
        label="A copy of it (optional)",
        hint="A PDF, Word, Excel, OpenDocument, picture or plain text file of up to 10 MB.",
        help="Attach what is on no public page, or may disappear from it. A file once attached "
        "stays: what was decided on it can always be read. Leave out names of people.",
        example="focus-group-notes.docx",
    )


def _audience(with_privileged: bool) -> Question:
    offered = [a for a in Audience if with_privileged or a is not Audience.PRIVILEGED]
    return Question(
        key="audience",
        kind=Kind.ONE,
        label="Who may see it?",
        help="Most sources can be seen by everybody with an account. Restrict one only if it could "
        "identify somebody or help to commit a crime.",
        example="Notes in which a victim could be recognised: only those who read the drafts.",
        missing="Choose who may see it",
        options=tuple(
            Option(value=each.value, label=_AUDIENCES[each][0], hint=_AUDIENCES[each][1])
            for each in offered
        ),
    )
