"""The forms that start a review, end an edition or open the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.pages.page import PageForm, if_chosen, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Kind, Option, Question


def _why(label: str, help_text: str, example: str, missing: str) -> Question:
    return Question(
        key="reason",
        kind=Kind.TEXT,
        min_length=10,
        max_length=LONGEST,
        label=label,
        help=help_text,
        example=example,
        missing=missing,
    )


def start_review_form(reasons: Mapping[str, str]) -> type[PageForm]:
    """Why a review begins. `reasons` by value."""
    return page_form(
        "start_review",
        Question(
            key="review_reason",
            kind=Kind.ONE,
            label="What calls for a review?",
            help="A review that is due within 90 days counts as the planned one, whatever calls "
            "for it.",
            example="A complaint: three people found the same thing unfair.",
            missing="Choose what calls for a review",
            options=tuple(Option(value=value, label=label) for value, label in reasons.items()),
        ),
        _why(
            "What has happened?",
            "Whoever fills in the review starts from this.",
            "Three complaints since May say that the form cannot be read aloud by a computer.",
            "Say what has happened",
        ),
    )


def revoke_form(meets: date | None = None) -> type[PageForm]:
    """Build the form for revoking an assessment with immediate effect: the reason, and who decided
    it. `meets`: the committee's next meeting, if known.
    """
    return page_form(
        "revoke",
        _why(
            "Why is it revoked?",
            "This is shown on the public register. Name no person.",
            "A court has found that the policy treats one group worse, and no law allows it.",
            "Say why it is revoked",
        ),
        Question(
            key="reference",
            kind=Kind.TEXT,
            lines=1,
            min_length=3,
            max_length=200,
            label="Which ruling, legal advice or minute is it based on?",
            hint="A reference by which it can be found. This is public too.",
            help="An assessment that counts cannot be revoked on anybody's word alone.",
            example="Minute 12/2028 of the committee",
            missing="Give the reference of the ruling, the advice or the minute",
        ),
        Question(
            key="urgent",
            kind=Kind.YES_NO,
            label="Is this urgent, ahead of the committee's meeting?",
            help="Then the committee has to confirm it at its next meeting.",
            example="Yes, because people are turned away every day that it counts.",
            missing="Say whether it is urgent",
        ),
        Question(
            key="ratify_by",
            kind=Kind.DATE,
            label="On which day does the committee meet next?",
            hint=DATE_HINT,
            help="Reminders go out until its word is recorded.",
            example="27 3 2027",
            missing="Enter the day of the committee's next meeting",
            show_if=if_chosen("urgent", "yes"),
        ),
        answers={"ratify_by": meets.isoformat()} if meets else None,
    )


def new_edition_form(grounds: Mapping[str, str]) -> type[PageForm]:
    """Build the form that asks for the ground for a new edition. `grounds`: value to label."""
    return page_form(
        "new_edition",
        Question(
            key="because",
            kind=Kind.ONE,
            label="What calls for a new edition?",
            help="What was answered before is taken over: facts stand as they were until you "
            "change them, judgements are shown and have to be made anew.",
            example="The policy is screened again, because staff now carry it out in another way.",
            missing="Choose what calls for a new edition",
            options=tuple(Option(value=value, label=label) for value, label in grounds.items()),
        ),
        _why(
            "Why now?",
            "This stands in the policy's history.",
            "The reasons for the rejection have been met: the rule on size is gone.",
            "Say why a new edition is opened",
        ),
    )


def correction_form(fields: Mapping[str, str], now: Mapping[str, str]) -> type[PageForm]:
    """Build the form for correcting wording on the public page that contains no judgement. `now`:
    the present wording.
    """
    return page_form(
        "correct",
        *(_correctable(key, label) for key, label in fields.items()),
        Question(
            key="notice",
            kind=Kind.TEXT,
            lines=3,
            min_length=20,
            max_length=LONGEST,
            label="What was wrong?",
            hint="This notice is published with the correction and stays there.",
            help="Say what stood there before, in one or two sentences.",
            example="The telephone number was that of another unit. It is right since 3 May.",
            missing="Say what was wrong",
        ),
        answers=dict(now),
    )


def _correctable(key: str, label: str) -> Question:
    return Question(
        key=key,
        kind=Kind.TEXT,
        lines=1 if key == "title" else 4,
        min_length=5,
        max_length=200 if key == "title" else LONGEST,
        label=label,
        help="Change it only if it is wrong. If an effect or a reason has to change, start a "
        "review.",
        example="Head of operations policy, operations-policy@police.example",
        missing=f"{label}: this cannot be empty",
    )


def signal_form(reasons: Mapping[str, str]) -> type[PageForm]:
    """Build the form for a signal that arrives while a review is held."""
    return page_form(
        "signal",
        Question(
            key="review_reason",
            kind=Kind.ONE,
            label="What sort of thing is it?",
            help="It joins the reasons for which the review is held.",
            example="An inspection found that the forms are not kept.",
            missing="Choose what sort of thing it is",
            options=tuple(Option(value=value, label=label) for value, label in reasons.items()),
        ),
        _why(
            "What has come to light?",
            "Whoever fills in the review has to look at it.",
            "The inspection of 4 May found that one station in three keeps no record.",
            "Say what has come to light",
        ),
    )
