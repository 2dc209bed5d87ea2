"""Rules about words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.quality.case import Case

_ALIKE = r"\b[^.]{0,30}\b(?:the same|alike|equally|fairly)\b"
_EMPTY = re.compile(
    r"\bno (?:\w+ )?(?:impact|effect|issue)s?\b"
    rf"|\b(?:all|every\w*|people)\b[^.]{{0,30}}\b(?:treated|affected|served){_ALIKE}"
    r"|\btreats? (?:all|every\w*|people|them)(?: people| groups| staff)?"
    r" (?:the same|alike|equally|fairly)\b"
    r"|\bappl(?:y|ies) (?:equally )?to (?:all|every)"
    r"|\b(?:colou?r|race)[- ]blind\b"
    r"|\bnone (?:known|identified|foreseen)\b",
    re.IGNORECASE,
)
# With a number or a reason the same words can be the truth.
_BORNE_OUT = re.compile(r"[0-9]|\b(?:because|since|as|show|shows|showed|found|looked)\b", re.I)
_PLACEHOLDER = re.compile(
    r"\W*(?:tb[acd]|to be (?:added|confirmed|decided)|n/?a|not applicable|to ?do|x{2,}|asdf\w*"
    r"|lorem ipsum.*|test|see above|as above)?\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+")


def _empty_phrase(case: Case) -> Iterator[Finding]:
    for text in case.texts():
        for sentence in _SENTENCE.findall(text.words):
            found = _EMPTY.search(sentence)
            if found and not _BORNE_OUT.search(sentence):
                yield case.finding("empty_phrase", text.question, phrase=found[0].strip())


def _placeholder(case: Case) -> Iterator[Finding]:
    for text in case.texts():
        if _PLACEHOLDER.fullmatch(text.words):
            yield case.finding("placeholder", text.question, words=text.words.strip()[:40])


FEWEST_REPEATS = 3
"""The number of different questions. This limit is our own: in two questions, the same sentence can
be a quotation.
"""
SHORTEST_REPEATED = 30
"""Characters. A shorter text is a turn of phrase rather than a copied answer."""


def _repeated(case: Case) -> Iterator[Finding]:
    """Find the same text in several questions. The groups of one question may share their words.

    One-line fields, such as who said something, may repeat and are left out.
    """
    standing: dict[str, dict[str, str]] = {}
    for text in (one for one in case.texts() if not one.brief):
        for sentence in _SENTENCE.findall(text.words):
            said = " ".join(sentence.split())
            if len(said) >= SHORTEST_REPEATED:
                standing.setdefault(said.casefold(), {}).setdefault(text.question, said)
    for places in standing.values():
        if len(places) >= FEWEST_REPEATS:
            question, said = next(iter(places.items()))
            shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN].rstrip()}…"
            yield case.finding("repeated_words", question, number=len(places), words=shown)


_SHOWN = 80


def _figures_without_numbers(case: Case) -> Iterator[Finding]:
    words = case.word("figures_show")
    if words and not re.search(r"[0-9]", words):
        yield case.finding("figures_without_numbers", "figures_show")


RULES = (_empty_phrase, _repeated, _placeholder, _figures_without_numbers)
