"""A policy's answers to the assessment: the full form, or the short one for a low level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.questions.question import QuestionSet
from ria.demo.answering.profile import Answers, Profile, Worry, table
from ria.demo.organisation.accounts import DOMAIN

EVERY_RACE, MAJORITY = "every_race", "white_british"

_FORMATS = [
    ["Plain English", "Two pages and an easy read version", "Everyone"],
    ["British Sign Language", "Film with captions", "Deaf people"],
]
_WRONGS = ("harassment", "victimisation", "arising", "adjustments")
_ADJUSTED = (
    "Staff ask everybody what they need. Easy read, someone who signs, a carer and more time are "
    "offered, and a sergeant looks at whether that was done."
)
_LEFT_ALONE = [
    "Leave it as it is, and look again at the next review",
    "Whoever is worse off now would stay so.",
    "Not chosen, since what we found can be mended now.",
]
_CHANCE = (
    "In the smaller groups there are fewer than thirty cases a year, too few to tell a difference "
    "from chance. We took three years together and looked at what people said as well."
)
_HELPS = (
    "Trained supervisors and clear forms help. Turnover of staff and old computers get in the way."
)
_TEAM = [
    ["Policy developer", "own", "yes"],
    ["Analyst, performance", "other", "yes"],
    ["Member of the advisory group", "outside", "no"],
]


def assessment(profile: Profile, questions: QuestionSet) -> Answers:
    """Complete answers to the assessment."""
    full = profile.level != "low"
    answers = {
        "aims": profile["purpose"],
        "benefits": profile.get("benefits", profile["results"]),
        "treats_differently": "no",
        "one_rule": "no",
        "other_wrongs": other_wrongs(full=full),
        "relations": "neutral",
        **effects(profile, questions),
        **(_in_full(profile) if full else _in_short(profile)),
        **access(profile),
    }
    if profile.harms:
        answers["changes"] = changes(profile)
        answers |= justified(profile) if full else {}
    return {**answers, **profile.get("assessment", {})}


def justified(profile: Profile) -> Answers:
    """The justification of a policy that disadvantages somebody: its aim, and the milder ways that
    were considered.
    """
    made = " ".join(row["change"] for row in changes(profile) if row["accepted"] == "yes")
    return {
        "legitimate_aim": profile.get("aim", profile["results"]),
        "proportionate": profile.get(
            "proportionate",
            "We looked at what would be milder and still do. What we found we now do, so that no "
            f"more is asked of anybody than is needed. {made}",
        ),
    }


def other_wrongs(*, full: bool) -> Answers:
    """Harassment, victimisation, and the two wrongs that concern disabled people only."""
    answers: Answers = {wrong: {"risk": "no"} for wrong in _WRONGS}
    if full:
        answers["adjustments"] = {"risk": "yes", "step": _ADJUSTED}
    return answers


def begun(profile: Profile) -> Answers:
    """The answers of the form's first page only."""
    answers = {"aims": profile["purpose"], "benefits": profile.get("benefits", profile["results"])}
    if profile.level == "low":
        return answers
    helps = profile.get("helps", _HELPS)
    return {**answers, "help_hinder": helps, "related": profile["rests_on"]}


def cited(profile: Profile, key: str) -> list[str]:
    """The references, in the evidence bank, of the sources that the policy's file cites under a
    key.
    """
    return [profile.sources[name] for name in profile.get(key, [])]


def effects(profile: Profile, questions: QuestionSet) -> Answers:
    """The likely effect on every group in the form."""
    answers: Answers = {}
    for strand, worries in profile.worries_by_strand():
        if strand != "race" or profile.level == "low":
            answers[f"{strand}_effects"] = {g: _effect(w) for w in worries for g in w.groups}
    if profile.level == "low":
        return answers
    answers["race_effects_detail"] = {
        group: _effect(worry) if worry else {"effect": "none"}
        for group, worry in racial(profile, questions).items()
    }
    return answers


def racial(profile: Profile, questions: QuestionSet) -> dict[str, Worry | None]:
    """The policy's effect on each racial group. What the file says about all races applies to
    minorities only.
    """
    told = {g: w for w in profile.worries if w.strand == "race" for g in w.groups}
    asked = [group.value for group in questions.question("race_effects_detail").groups]
    return {
        group: told.get(group, told.get(EVERY_RACE) if group != MAJORITY else None)
        for group in asked
    }


def _effect(worry: Worry) -> Answers:
    row: Answers = {"effect": worry.effect}
    if worry.is_harm:
        row["size"] = worry.told.get("size", "low")
    if worry.is_open:
        row["how"] = worry.how
    return row


def changes(profile: Profile) -> list[Answers]:
    """The changes that are made, each with its day, and those that were considered and rejected."""
    made = table(profile.get("changes", []), "change", "effect", accepted="yes")
    for number, row in enumerate(made):
        row["due"] = profile.day(150 + 30 * number)
    turned_down = table(
        [profile["refused"]] if profile.get("refused") else [],
        "change", "effect", "reason", accepted="no",
    )  # fmt: skip
    return [{**row, "id": f"r{n}"} for n, row in enumerate(made + turned_down, start=1)]


def _in_full(profile: Profile) -> Answers:
    gap = profile["gap"]
    return {
        "help_hinder": profile.get("helps", _HELPS),
        "related": profile["rests_on"],
        "carried_out_by": profile["done_by"],
        "interests": table(profile["interests"], "who", "interest"),
        "team": table(profile.get("team", _TEAM), "post", "place", "trained"),
        "figures": cited(profile, "figures"),
        "figures_show": profile["figures_show"],
        "reliable": profile.get("reliable", _CHANCE),
        **_voices(profile),
        "race_known": "detail",
        "gaps": table([[*gap, profile.lead, profile.day(200)]], "gap", "step", "owner", "due"),
        "race_grouping": "detail",
        "differences": profile["differences"],
        "advances": profile["advances"],
        "do_more": "yes",
        "do_more_how": profile["more"],
        "do_more_taken": "yes",
        **_rights(profile),
        "alternatives": table(profile.get("other_ways", [_LEFT_ALONE]), "option", "effect", "why"),
        "contractor": "no",
        **({"staff_effect": "no"} if {"staff", "applicants"} & set(profile["affected"]) else {}),
        "adding_up": profile["adding_up"],
        "combined": profile["combined"],
        **plan(profile),
    }


def _voices(profile: Profile) -> Answers:
    """What people have said. Below a high level, not everybody has been asked."""
    if not profile.get("voices"):
        return {}
    return {"voices": cited(profile, "voices"), "voices_say": profile["voices_say"]}


def _rights(profile: Profile) -> Answers:
    rights = profile.get("rights", ["none"])
    if rights == ["none"]:
        return {"rights": rights}
    return {"rights": rights, "rights_balance": profile["rights_balance"]}


def access(profile: Profile) -> Answers:
    """Barriers to access, if people outside the organisation are affected."""
    if not {"public", "victims", "suspects", "applicants"} & set(profile["affected"]):
        return {}
    return {
        "access": ["language", "reading"],
        "access_how": profile.get(
            "access_how",
            "The main points are on one page in plain English, in ten more languages on request, "
            "and in easy read. Interpreters are booked where they are needed.",
        ),
    }


def plan(profile: Profile) -> Answers:
    """The consultation plan."""
    opens = int(profile.get("opens_in", 45))
    days = 84 if profile.level == "high" else 28
    return {
        "consult_purpose": profile["ask"],
        "consult_questions": profile["questions"],
        "consult_depth": "involve" if profile.level == "high" else "consult",
        "can_change": "yes",
        "whats_fixed": profile.get("fixed", "What the law lays down. How we carry it out is open."),
        "earlier_talks": "no",
        "consult_opens": profile.day(opens),
        "consult_closes": profile.day(opens + days),
        "methods": profile.get("methods", ["focus_group", "advisory_group", "online"]),
        "who_can_answer": (
            f"{_joined(row[3] for row in profile['asked'])}. Everybody else may answer too."
        ),
        "how_to_answer": (
            f"{profile.lead}: consultation@{DOMAIN}, by telephone on a weekday, at every front "
            "counter, or by post to headquarters."
        ),
        "consultees": table(profile["asked"], "who", "sort", "strand", "groups", "asked_before"),
        "formats": table(profile.get("formats", _FORMATS), "language", "format", "whom"),
        "support": ["interpreter", "travel", "access", "times"],
        "papers": "The draft on two pages, the figures by group, and the questions.",
    }


def _joined(groups: Iterable[str]) -> str:
    """The groups to be asked, each once, in one sentence."""
    return "; ".join(dict.fromkeys(groups))


def _in_short(profile: Profile) -> Answers:
    review: list[Any] = [
        "Review this assessment.", profile.lead, profile.day(1000), "The review looks at the list."
    ]  # fmt: skip
    mended = [
        [
            row["change"],
            profile.lead,
            row["due"],
            "The change is in the text and staff were told.",
        ]
        for row in changes(profile)
        if row["accepted"] == "yes"
    ]
    return {
        "evidence_used": cited(profile, "figures"),
        "consultation": "waived",
        "waiver_reason": profile["waiver"],
        "harm_signs": profile["harm_signs"],
        "watched_by": profile.lead,
        "recorded_where": profile["recorded"],
        "look_again": profile["again"],
        "outcome": "adjust" if mended else "no_change",
        "outcome_reasons": profile["because"],
        "actions": table([review, *mended], "step", "owner", "due", "measure"),
    }
