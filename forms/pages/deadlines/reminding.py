"""The forms about reminders: the day to look at, a pause, and how one's own reminders come."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Option, Question

DAY_HINT = "For example, 27 3 2027"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def day_form(day: str | None = None) -> type[PageForm]:
    """The day on which to look at who is told."""
    return page_form(
        "reminders",
        Question(
            key="day",
            kind=Kind.DATE,
            label="Who would be told on this day?",
            hint=DAY_HINT,
            help="The page reckons with what is due now, as if nothing were done before that day.",
            example="15 1 2029",
            missing="Enter a day",
        ),
        answers={"day": day} if day else None,
    )


def pause_form(days: int) -> type[PageForm]:
    """Until when nobody is reminded, and why."""
    return page_form(
        "pause",
        Question(
            key="until",
            kind=Kind.DATE,
            label="Last day without reminders",
            hint=f"{DAY_HINT}. At most {days} days from today.",
            help="On the working day after it the reminders go on. The day it is due stays as it "
            "is.",
            example="10 4 2027",
            missing="Enter the last day without reminders",
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            label="Why does nobody need to be reminded?",
            hint="The reason is kept with the policy.",
            help="Whoever asks later why nobody was chased reads this.",
            example="The court decides on 9 April, and the policy waits for that.",
            missing="Say why nobody needs to be reminded",
        ),
    )


def mails_form(answers: Mapping[str, JsonValue]) -> type[PageForm]:
    """How one's reminders come."""
    days = tuple(
        Option(value=f"d{number}", label=f"Together, on {name}s")
        for number, name in enumerate(DAYS, 1)
    )
    return page_form(
        "mails",
        Question(
            key="mail_day",
            kind=Kind.ONE,
            label="When do reminders of what is not due yet come?",
            hint="What is due today, overdue or sent back to you comes at once, whatever you "
            "choose. Nobody can switch that off.",
            help="Either way you get one mail a day at most, which names everything.",
            example="Together, on Mondays",
            missing="Choose when your reminders come",
            options=(Option(value="d0", label="On the day they arise"), *days),
        ),
        Question(
            key="with_calendar",
            kind=Kind.YES_NO,
            label="With the day to put into your calendar?",
            help="A small file comes with the mail. Most calendars open it.",
            example="Yes",
            missing="Say whether you want days for your calendar",
        ),
        answers=answers,
    )
