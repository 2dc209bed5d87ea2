"""The forms of signatures: requesting one, giving one in each capacity, and meeting a condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.answers.display import day_in_words
from forms.pages.page import PageForm, if_chosen, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Column, Kind, Option, Question

LONGEST_INTERVAL = 36
MOST_CONDITIONS = 20


@dataclass(frozen=True)
class Words:
    """The wording that asks one capacity for its verdict, and the additions to its options."""

    asks: str
    missing: str
    why: str
    help: str
    example: str
    disagree_hint: str = "This is no veto: whoever decides must answer it in writing"


@dataclass(frozen=True)
class OneOffReviewDays:
    """The days for reviewing something done once: the default if none is given, and the latest
    allowed.
    """

    usual: date
    latest: date


_PLAIN = Words(
    "Do you agree with it?",
    "Choose whether you agree",
    "Why?",
    "A sentence or two in your own words. The author and whoever decides read them.",
    "The server updates touch no personal data and change nothing for any user.",
)
WORDS: Mapping[str, Words] = {
    "second": _PLAIN,
    "unit": Words(
        "Do you agree with it, for the unit?",
        "Choose whether you agree",
        "Why?",
        "Say whether the unit can stand by these answers and do what they promise.",
        "The answers are right, and the unit has the staff for the changes.",
    ),
    "adviser": Words(
        "Do you agree with it, as equality adviser?",
        "Choose whether you agree",
        "What is your advice?",
        "Say what convinces you and what does not. It is no legal advice, and readers of the "
        "form can read it.",
        "The figures are good. Ask the youth council too before you decide.",
    ),
    "legal": Words(
        "Do you agree with it, as legal adviser?",
        "Choose whether you agree",
        "What is your advice?",
        "Only legal advisers, the Strategy Unit, the owner and the deputy can read it. Others see "
        "that advice was taken, by whom and when.",
        "The search power has a basis in statute. Record the grounds each time.",
        "It is not lawful as it is. Where someone is treated worse with no basis in law, the "
        "outcome can then only be to stop",
    ),
    "committee": Words(
        "What did the committee decide?",
        "Say what the committee decided",
        "What were the committee's reasons?",
        "Write what the minute says, in a sentence or two. The reasons are kept with the decision.",
        "The benefits outweigh what is left of the effect, and the plan will show if it grows.",
    ),
}
"""By the capacity's value."""

ASKS_MORE = frozenset({"adviser", "legal", "committee"})
"""Capacities that can also agree with conditions, or defer."""


def signing_form(
    capacity: str,
    people: Mapping[str, str],
    *,
    reviewed: int | OneOffReviewDays | None = None,
    meets: date | None = None,
) -> type[PageForm]:
    """Build the signature form of one capacity. `people`: who can be made responsible for a
    condition, by reference.

    A committee's form also asks for the circumstances of the decision. If the review is decided
    with this form, it asks for that too: `reviewed` is the usual number of months, or the days
    allowed for something done once. `meets` is the committee's next meeting, if known.
    """
    words, by_committee = WORDS[capacity], capacity == "committee"
    more = capacity in ASKS_MORE
    return page_form(
        "signature",
        *(_sitting() if by_committee else ()),
        _verdict(words, more=more, by_committee=by_committee),
        *((_conditions(), _deferred_to()) if more else ()),
        _reason(words),
        *(_circumstances(reviewed) if by_committee else ()),
        people=people,
        answers={"ratify_by": meets.isoformat()} if meets and by_committee else None,
    )


def _verdict(words: Words, *, more: bool, by_committee: bool) -> Question:
    later = "Put it off to a later meeting" if by_committee else "Not yet: look at it again"
    if_options = (Option(value="agree_if", label="Agree, if something is done"),)
    put_off = (Option(value="defer", label=later),)
    return Question(
        key="verdict",
        kind=Kind.ONE,
        label=words.asks,
        help="A signature covers the answers as they are on this page. If they change, it is "
        "void and has to be given again.",
        example="Agree: I would have come to the same level.",
        missing=words.missing,
        options=(
            Option(value="agree", label="Agree"),
            *(if_options if more else ()),
            Option(value="disagree", label="Do not agree", hint=words.disagree_hint),
            *(put_off if more else ()),
        ),
    )


def _conditions() -> Question:
    return Question(
        key="conditions",
        kind=Kind.TABLE,
        max_rows=MOST_CONDITIONS,
        label="What has to be done?",
        hint="One row for each condition.",
        help="Each condition has somebody who sees to it and a day. What is to be done before "
        "publication holds the publication up until it is recorded as done.",
        example="Train all sergeants. Head of operations policy. 27 3 2027. Before publication.",
        missing="Write down at least one condition",
        show_if=if_chosen("verdict", "agree_if"),
        columns=(
            Column(
                key="text",
                kind=Kind.TEXT,
                lines=2,
                min_length=5,
                label="What has to be done?",
                missing="Say what has to be done",
            ),
            Column(
                key="owner",
                kind=Kind.PERSON,
                label="Who sees to it?",
                hint="They can then read this form",
                missing="Choose who sees to it",
            ),
            Column(
                key="due", kind=Kind.DATE, label="By when?", hint=DATE_HINT, missing="Say by when"
            ),
            Column(
                key="before",
                kind=Kind.YES_NO,
                label="Before publication?",
                missing="Say whether it is to be done before publication",
            ),
        ),
    )


def _deferred_to() -> Question:
    return Question(
        key="deferred_to",
        kind=Kind.DATE,
        label="To which day is it put off?",
        hint=DATE_HINT,
        help="The day on which it is looked at again, such as that of the next meeting.",
        example="27 3 2027",
        missing="Enter the day to which it is put off",
        show_if=if_chosen("verdict", "defer"),
    )


def _reason(words: Words) -> Question:
    return Question(
        key="reason",
        kind=Kind.TEXT,
        min_length=10,
        max_length=LONGEST,
        label=words.why,
        help=words.help,
        example=words.example,
        missing="Write the reason",
    )


def _sitting() -> tuple[Question, ...]:
    """Where and when the committee decided: at a meeting, or by its chair between two."""
    return (
        Question(
            key="sitting",
            kind=Kind.ONE,
            label="How was it decided?",
            help="The chair can decide between two meetings if it cannot wait. The committee then "
            "ratifies it at its next meeting.",
            example="At the meeting of 27 March.",
            missing="Say how it was decided",
            options=(
                Option(value="meeting", label="At a meeting"),
                Option(
                    value="urgent",
                    label="By the chair, as urgent action",
                    hint="The committee ratifies it at its next meeting",
                ),
            ),
        ),
        Question(
            key="minute_reference",
            kind=Kind.TEXT,
            lines=1,
            label="Where is it minuted?",
            help="The number or title by which the minute can be found.",
            example="Minute 14/2026, item 7",
            missing="Enter the number or title of the minute",
            show_if=if_chosen("sitting", "meeting"),
        ),
        Question(
            key="ratify_by",
            kind=Kind.DATE,
            label="By which day is the committee to ratify it?",
            hint=DATE_HINT,
            help="The day of the committee's next meeting.",
            example="27 3 2027",
            missing="Enter the day by which the committee is to ratify it",
            show_if=if_chosen("sitting", "urgent"),
        ),
        Question(
            key="decided_on",
            kind=Kind.DATE,
            label="On which day was it decided?",
            hint=DATE_HINT,
            help="The day of the meeting, or of the chair's decision between meetings.",
            example="27 3 2026",
            missing="Enter the day of the decision",
        ),
    )


def _circumstances(reviewed: int | OneOffReviewDays | None) -> tuple[Question, ...]:
    return (
        *_review(reviewed),
        _optional_text(
            "dissent",
            "Did any member disagree? (optional)",
            "What they said and why, by office and not by name. Leave it empty if nobody did.",
            "Two members would have waited for the figures of the second half-year.",
        ),
        _optional_text(
            "interests",
            "Were any interests declared? (optional)",
            "Who had a stake in it, by office, and whether they took part.",
            "The head of estates left the room for this item.",
        ),
    )


def _review(reviewed: int | OneOffReviewDays | None) -> tuple[Question, ...]:
    if reviewed is None:
        return ()
    return (
        _review_day(reviewed) if isinstance(reviewed, OneOffReviewDays) else _interval(reviewed),
    )


def _review_day(once: OneOffReviewDays) -> Question:
    usual, latest = day_in_words(once.usual), day_in_words(once.latest)
    return Question(
        key="review_on",
        kind=Kind.DATE,
        required=False,
        label="On which day is it to be reviewed, once it is carried out? (optional)",
        hint=f"{DATE_HINT}. No later than {latest}. If you leave it empty it is {usual}, as is "
        "usual at this level.",
        help="A project or a decision has such a day in place of an interval. Choose one on which "
        "its effects can be seen. It can be closed then.",
        example="27 3 2028",
        show_if=if_chosen("verdict", "agree", "agree_if"),
    )


def _interval(usual: int) -> Question:
    return Question(
        key="interval_months",
        kind=Kind.NUMBER,
        required=False,
        minimum=1,
        maximum=LONGEST_INTERVAL,
        label="In how many months is it to be reviewed? (optional)",
        hint=f"From 1 to {LONGEST_INTERVAL}. If you leave it empty it is {usual}, as is usual at "
        "this level.",
        help="Shorter where much is uncertain or the effect could grow. No review can come later "
        "than after three years.",
        example="12",
        show_if=if_chosen("verdict", "agree", "agree_if"),
    )


def _optional_text(key: str, label: str, help_text: str, example: str) -> Question:
    return Question(
        key=key,
        kind=Kind.TEXT,
        lines=3,
        max_length=LONGEST,
        required=False,
        label=label,
        help=help_text,
        example=example,
    )


def asking_form(kinds: Sequence[Option], people: Mapping[str, str]) -> type[PageForm]:
    """Build the form for requesting a signature. `kinds`: those that apply now; `people`: for a
    second signature.
    """
    second = any(option.value == "second" for option in kinds)
    return page_form(
        "asking",
        Question(
            key="kind",
            kind=Kind.ONE,
            label="Which signature do you want to ask for?",
            help="Whoever is asked gets a mail with a link, and may read the form. Where an office "
            "signs, everybody who holds it is asked.",
            example="The equality adviser's, where the level is high.",
            missing="Choose which signature you want",
            options=tuple(kinds),
        ),
        *((_asked(),) if second else ()),
        people=people,
    )


def _asked() -> Question:
    return Question(
        key="asked",
        kind=Kind.PERSON,
        label="Who should sign?",
        hint="Only people with current training who wrote nothing in the form.",
        help="Choose somebody who will read the answers with fresh eyes. They get a mail, and "
        "may read the form.",
        example="A trained colleague from another unit.",
        missing="Choose who should sign",
        show_if=if_chosen("kind", "second"),
    )


def condition_form() -> type[PageForm]:
    """How a condition was met."""
    return page_form(
        "condition",
        Question(
            key="how",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="How was it met?",
            help="Say what was done and where that can be seen. Readers of the form see it.",
            example="All 42 sergeants took the course in May. The list is with the training unit.",
            missing="Say how it was met",
        ),
    )
