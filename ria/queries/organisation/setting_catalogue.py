"""Everything an organisation can set for itself: label, effect and limits of each setting.

A new setting needs an entry here, a field of `HouseSettings` in
`ria.queries.organisation.settings`, a line in `docs/reference/settings.md`, and the code that
applies it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from forms.answers.display import day_in_words
from workflows.ladder import APPROVAL_WORKING_DAYS
from workflows.levels import Level
from workflows.review_cycle import (
    ASSESSMENT_DAYS,
    CONSULTATION_DAYS,
    DEFAULT_INTERVALS,
    MAX_REVIEW_MONTHS,
    MIN_CONSULTATION_DAYS,
    SCREENING_DAYS,
)

A_YEAR = 365


@dataclass(frozen=True)
class HouseSetting:
    """One setting. With `options`, one of them is chosen (several if the default is a list). With
    `is_day`, it is an ISO date or none. Otherwise it is a whole number from `least` to `most`.
    """

    id: str
    group: str
    label: str
    effect: str
    default: JsonValue
    options: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    is_day: bool = False

    def accepts(self, value: JsonValue) -> bool:
        """Whether this value is allowed."""
        offered = [option for option, _ in self.options]
        if isinstance(self.default, list):
            given = value if isinstance(value, list) else [None]
            return given == [option for option in offered if option in given]
        if self.options:
            return value in offered
        if self.is_day:
            return value is None or _is_iso_day(value)
        return type(value) is int and self.least <= value <= self.most

    def in_words(self, value: JsonValue) -> str:
        """Format a value for a page."""
        labels = dict(self.options)
        if self.is_day:
            return "None" if value is None else day_in_words(date.fromisoformat(str(value)))
        if isinstance(value, list):
            return ", ".join(labels[str(each)] for each in value) or "None"
        return labels.get(str(value), str(value))


PEOPLE, DATES, REVIEWS = "Who must sign", "How long things take", "How often policies are reviewed"
REMINDERS = "Who is reminded"


def _is_iso_day(value: JsonValue) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _review(level: Level) -> HouseSetting:
    return HouseSetting(
        id=f"review_months_{level}",
        group=REVIEWS,
        label=_REVIEWED[level],
        effect="Counts for what is approved from now on, where the committee sets no other time. "
        "Never more than 36 months.",
        default=DEFAULT_INTERVALS[level],
        least=1,
        most=MAX_REVIEW_MONTHS,
    )


def _assessment(level: Level) -> HouseSetting:
    return HouseSetting(
        id=f"assessment_days_{level}",
        group=DATES,
        label=f"Days for the assessment, {level.label.lower()}",
        effect="Counts from the approval of the screening, for assessments that begin from now on. "
        "An urgent policy has 56 days at most, whatever is set here.",
        default=ASSESSMENT_DAYS[level],
        least=1,
        most=A_YEAR,
    )


def _consultation(level: Level) -> HouseSetting:
    return HouseSetting(
        id=f"consultation_days_{level}",
        group=DATES,
        label=f"Days for the consultation, {level.label.lower()}",
        effect="Counts for consultations that open from now on. A shorter one needs a reason, "
        "and less than 14 days is not possible.",
        default=CONSULTATION_DAYS[level],
        least=MIN_CONSULTATION_DAYS,
        most=A_YEAR,
    )


_REVIEWED = {
    Level.HIGH: "Months between reviews, high relevance",
    Level.MEDIUM: "Months between reviews, medium relevance",
    Level.LOW: "Months between reviews, low relevance",
    Level.NONE: "Months until a policy that was not assessed is screened again",
}

SETTINGS: tuple[HouseSetting, ...] = (
    HouseSetting(
        id="training_rule",
        group=PEOPLE,
        label="Somebody without current training hands in a form",
        effect="A warning lets the form through. A block holds it until somebody who is trained "
        "hands it in.",
        default="warn",
        options=(("warn", "They are warned"), ("block", "They are stopped")),
    ),
    HouseSetting(
        id="second_signature_by",
        group=PEOPLE,
        label="Who gives the second signature, without which no policy is screened out",
        effect="Anybody trained makes it quicker. The adviser alone makes it more even. Nobody "
        "signs for what they wrote or approve themselves, whatever is set here.",
        default="trained",
        options=(
            ("trained", "Anybody with current training"),
            ("adviser", "Only an equality adviser"),
        ),
    ),
    HouseSetting(
        id="committee_levels",
        group=PEOPLE,
        label="Relevance at which the committee has to agree before the approval",
        effect="At these levels no policy is approved before its committee has agreed. With none, "
        "the Strategy Unit approves alone.",
        default=["high", "medium"],
        options=tuple(
            (level.value, level.label) for level in (Level.HIGH, Level.MEDIUM, Level.LOW)
        ),
    ),
    HouseSetting(
        id="screening_days",
        group=DATES,
        label="Days for the screening",
        effect="Counts from the day an edition is registered, for editions registered from now on.",
        default=SCREENING_DAYS,
        least=1,
        most=A_YEAR,
    ),
    *(_assessment(level) for level in (Level.HIGH, Level.MEDIUM, Level.LOW)),
    *(_consultation(level) for level in (Level.HIGH, Level.MEDIUM)),
    HouseSetting(
        id="approval_working_days",
        group=DATES,
        label="Working days to decide, or to sign",
        effect="Counts from the day a form is handed in or the last signature it waits for is "
        "given, and for a signature from the day it is asked for. For what begins from now on.",
        default=APPROVAL_WORKING_DAYS,
        least=1,
        most=60,
    ),
    HouseSetting(
        id="holidays",
        group=DATES,
        label="Whose bank holidays are no working days",
        effect="On these days no reminder goes out, and they do not count as working days.",
        default="eng",
        options=(
            ("eng", "England"),
            ("wls", "Wales"),
            ("sct", "Scotland"),
            ("nir", "Northern Ireland"),
        ),
    ),
    *(_review(level) for level in (Level.HIGH, Level.MEDIUM, Level.LOW, Level.NONE)),
    HouseSetting(
        id="go_live",
        group=REMINDERS,
        label="The day this service went live",
        effect="What was due before this day counts as overdue nowhere: nobody is reminded of it, "
        "and nothing is named in public. Leave it empty to have all that is due count.",
        default=None,
        is_day=True,
    ),
    HouseSetting(
        id="most_mails",
        group=REMINDERS,
        label="Reminders in one run that go out without asking you",
        effect="More than this wait until an administrator lets them go.",
        default=500,
        least=1,
        most=100_000,
    ),
    HouseSetting(
        id="longest_pause_days",
        group=REMINDERS,
        label="Longest pause of a reminder, in days",
        effect="The Strategy Unit can pause the reminders of one thing, with a reason. The day it "
        "is due stays as it is.",
        default=28,
        least=1,
        most=A_YEAR,
    ),
    HouseSetting(
        id="named_in_public",
        group=REMINDERS,
        label="What is 90 days overdue is named on the public register",
        effect="The owner is warned two weeks before, and can say why it is late. High relevance: "
        "45 days.",
        default="yes",
        options=(("yes", "It is named"), ("no", "It is not named")),
    ),
)

BY_ID = {setting.id: setting for setting in SETTINGS}
"""Every setting by its id."""
