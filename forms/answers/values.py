"""Convert single posted values to stored values, or report what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue

from forms.answers.answers import too_short
from forms.answers.text import BadText, clean, substance, too_many_words, words
from forms.questions.question import Asked, Kind, Option, Question

Posted = Mapping[str, Sequence[str]]

DATE_PARTS = ("day", "month", "year")
STRAY = "Something was sent that this question does not ask for. Load the page again"
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_EARLIEST, _LATEST = 1900, 2100
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NOT_OFFERED = "Choose one of the answers offered"
_DAY_PARTS = re.compile(r"([0-9]{1,2})[ /.-]([0-9]{1,2}|[A-Za-z]{3,9})[ /.-]([0-9]{4})")
_SENT_TWICE = "This answer was sent more than once. Answer it again"


@dataclass(frozen=True)
class Choices:
    """Choices that the set does not contain, such as people and sources: reference to label."""

    people: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kind of each source of evidence."""
    warnings: Mapping[str, str] = field(default_factory=dict)
    """Caveats about a source of evidence, where there are any."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The searchable text of each source of evidence, folded."""
    kind_names: Mapping[str, str] = field(default_factory=dict)
    """The labels of the kinds of evidence, in display order."""

    def named(self, kind: Kind) -> Mapping[str, str]:
        """The choices for a question of this kind; empty where the set itself lists the options."""
        by_kind = {Kind.PERSON: self.people, Kind.FILE: self.files, Kind.EVIDENCE: self.evidence}
        return by_kind.get(kind, {})


@dataclass(frozen=True)
class Trouble:
    """A refused value: the id of its input, the message, and whether it is only too short.

    A short text is well formed; it counts as an error only where that is asked for.
    """

    part: str
    message: str
    short: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Parsed:
    """The answer (None: unanswered) and every problem with the posted values."""

    value: JsonValue
    troubles: tuple[Trouble, ...] = ()


def one_value(asked: Asked, part: str, values: Sequence[str], choices: Choices) -> Parsed:
    """Parse the value of one input: a text, a number, or one of the options offered."""
    if len(values) > 1:
        return Parsed(None, (Trouble(part, _SENT_TWICE),))
    text = values[0] if values else ""
    if not text.strip():
        return Parsed(None)
    if asked.kind is Kind.TEXT:
        return _text(asked, part, text)
    if asked.kind is Kind.NUMBER:
        return _number(asked, part, text)
    if asked.kind is Kind.DATE:
        return _day_on_one_line(part, text)
    offered = {option.value for option in asked.choices} | set(choices.named(asked.kind))
    return Parsed(text) if text in offered else Parsed(None, (Trouble(part, _NOT_OFFERED),))


def _text(asked: Asked, part: str, text: str) -> Parsed:
    try:
        text = clean(text, asked.longest)
    except BadText as error:
        return Parsed(None, (Trouble(part, str(error)),))
    if asked.lines == 1 and "\n" in text:
        return Parsed(None, (Trouble(part, "Write this on one line"),))
    if asked.max_words is not None and words(text) > asked.max_words:
        return Parsed(None, (Trouble(part, too_many_words(asked.max_words, words(text))),))
    if substance(text) < asked.min_length:
        return Parsed(text, (Trouble(part, too_short(asked, text), short=True),))
    return Parsed(text)


def _number(asked: Asked, part: str, text: str) -> Parsed:
    digits = text.strip().replace(",", "")
    if not _WHOLE.fullmatch(digits):
        return Parsed(None, (Trouble(part, "Enter a whole number, such as 2950"),))
    number = int(digits)
    if asked.minimum is not None and number < asked.minimum:
        return Parsed(None, (Trouble(part, f"The number must be {asked.minimum:,} or more"),))
    if asked.maximum is not None and number > asked.maximum:
        return Parsed(None, (Trouble(part, f"The number must be {asked.maximum:,} or less"),))
    return Parsed(number)


def several(question: Question, values: Sequence[str]) -> Parsed:
    """Return the ticked options, in the order in which they are offered."""
    given = [value for value in values if value]
    options = {option.value: option for option in question.options}
    message = ""
    if len(given) != len(set(given)):
        message = _SENT_TWICE
    elif not set(given) <= set(options):
        message = "Choose only from the answers offered"
    else:
        message = _not_alone(options, given)
    if message:
        return Parsed(None, (Trouble(question.key, message),))
    chosen: list[JsonValue] = [value for value in options if value in given]
    return Parsed(chosen or None)


def _not_alone(options: Mapping[str, Option], given: Sequence[str]) -> str:
    """Return what is wrong if an exclusive option was ticked together with others."""
    alone = [
        options[value].label for value in given if value in options and options[value].exclusive
    ]
    return f"Choose '{alone[0]}' or other answers, not both" if alone and len(given) > 1 else ""


def cited(question: Question, values: Sequence[str], choices: Choices) -> Parsed:
    """The ticked evidence records in the order of their references; or the ticked option."""
    given = [value for value in values if value]
    options = {option.value: option for option in question.options}
    if len(given) != len(set(given)):
        return Parsed(None, (Trouble(question.key, _SENT_TWICE),))
    if not set(given) <= set(choices.evidence) | set(options):
        return Parsed(None, (Trouble(question.key, "Choose only from the evidence offered"),))
    if message := _not_alone(options, given):
        return Parsed(None, (Trouble(question.key, message),))
    # Numeric order: E2 comes before E12.
    refs: list[JsonValue] = [*sorted(given, key=lambda ref: (len(ref), ref))]
    return Parsed(refs or None)


def civil_date(question: Question, own: Posted) -> Parsed:
    """Parse a date from its three parts. Every error is reported at the first wrong part."""
    key = question.key
    names = {part: f"{key}-{part}" for part in DATE_PARTS}
    if set(own) - set(names.values()) or any(len(values) > 1 for values in own.values()):
        return Parsed(None, (Trouble(names["day"], STRAY),))
    typed = {part: next(iter(own.get(name, ())), "").strip() for part, name in names.items()}
    typed["month"] = _month_number(typed["month"])
    if not any(typed.values()):
        return Parsed(None)
    for part, text in typed.items():
        if not text:
            return Parsed(None, (Trouble(names[part], f"The date must include a {part}"),))
        if not re.fullmatch(r"[0-9]{1,4}", text):
            return Parsed(None, (Trouble(names[part], f"The {part} must be a number"),))
    part, message, day = _calendar(int(typed["day"]), int(typed["month"]), int(typed["year"]))
    if day is None:
        return Parsed(None, (Trouble(names[part], message),))
    return Parsed(day.isoformat())


def _month_number(text: str) -> str:
    """Return the number of a month typed as its name or an abbreviation of it."""
    word = text.lower().rstrip(".")
    found = [n for n, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]
    return str(found[0]) if found else text


def _day_on_one_line(part: str, text: str) -> Parsed:
    """Parse a date typed into a single input, as in the cells of a table."""
    found = _DAY_PARTS.fullmatch(text.strip())
    if found is None:
        return Parsed(None, (Trouble(part, "Enter a date such as 27 3 2027"),))
    month = _month_number(found[2])
    if not month.isdigit():
        return Parsed(None, (Trouble(part, "Enter a date such as 27 3 2027"),))
    _, message, day = _calendar(int(found[1]), int(month), int(found[3]))
    return Parsed(day.isoformat()) if day else Parsed(None, (Trouble(part, message),))


def day_on_one_line(value: str) -> str:
    """Format a stored date as it is typed into a single input."""
    day = date.fromisoformat(value)
    return f"{day.day} {day.month} {day.year}"


def _calendar(day: int, month: int, year: int) -> tuple[str, str, date | None]:
    if 10 <= year < 100:
        return "year", "Write the year with all four figures, such as 2027", None
    if not _EARLIEST <= year <= _LATEST:
        return "year", f"The year must be between {_EARLIEST} and {_LATEST}", None
    if not 1 <= month <= 12:
        return "month", "The month must be between 1 and 12", None
    try:
        return "", "", date(year, month, day)
    except ValueError:
        return "day", f"There is no day {day} in that month", None
