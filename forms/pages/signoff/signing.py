"""The forms of signatures: requesting one, giving one in each capacity, and meeting a condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.answers.display import day_in_words
from forms.pages.declared import Declared
from forms.pages.page import PageForm
from forms.questions.question import Option

_DECLARED = Declared.beside(__file__)


@dataclass(frozen=True)
class OneOffReviewDays:
    """The days for reviewing something done once: the default if none is given, and the latest
    allowed.
    """

    usual: date
    latest: date


def signing_form(
    capacity: str,
    people: Mapping[str, str],
    *,
    reviewed: int | OneOffReviewDays | None = None,
    meets: date | None = None,
) -> type[PageForm]:
    """Build the signature form of one capacity, by its value. `people`: who can be made responsible
    for a condition, by reference.

    A committee's form also asks for the circumstances of the decision. If the review is decided
    with this form, it asks for that too: `reviewed` is the usual number of months, or the days
    allowed for something done once. `meets` is the committee's next meeting, if known.
    """
    if capacity != "committee":
        return _DECLARED.form(capacity, people=people)
    once = isinstance(reviewed, OneOffReviewDays)
    asked = {"review_on": once, "interval_months": not once and reviewed is not None}
    return _DECLARED.form(
        capacity,
        without={key for key, wanted in asked.items() if not wanted},
        people=people,
        answers={"ratify_by": meets.isoformat()} if meets else None,
        **_review_words(reviewed),
    )


def _review_words(reviewed: int | OneOffReviewDays | None) -> dict[str, object]:
    if not isinstance(reviewed, OneOffReviewDays):
        return {"usual": reviewed}
    return {"usual": day_in_words(reviewed.usual), "latest": day_in_words(reviewed.latest)}


def asking_form(kinds: Sequence[Option], people: Mapping[str, str]) -> type[PageForm]:
    """Build the form for requesting a signature. `kinds`: those that apply now; `people`: for a
    second signature.
    """
    second = any(option.value == "second" for option in kinds)
    without = () if second else ("asked",)
    return _DECLARED.form("asking", without=without, options={"kind": tuple(kinds)}, people=people)


def condition_form() -> type[PageForm]:
    """How a condition was met."""
    return _DECLARED.form("condition")
