"""A policy's answers to the assessment: the full form, or the short one for a low level."""

from __future__ import annotations

from forms.questions.question import QuestionSet
from ria.demo.answering.profile import Answers, Profile, Worry, actions, table, usual

EVERY_RACE, MAJORITY = "every_race", "white_british"
_OUTSIDE = frozenset({"public", "victims", "suspects", "applicants"})
_STAFF = frozenset({"staff", "applicants"})


def assessment(profile: Profile, questions: QuestionSet) -> Answers:
    """Complete answers to the assessment."""
    affected = set(profile["affected"])
    full = profile.level != "low"
    answers = {
        **usual("assessment", profile),
        **effects(profile, questions),
        **(_in_full(profile) if full else _in_short(profile)),
        **(usual("access", profile) if _OUTSIDE & affected else {}),
        **({"staff_effect": "no"} if full and _STAFF & affected else {}),
    }
    if profile.harms:
        answers["changes"] = changes(profile)
        answers |= justified(profile) if full else {}
    return {**answers, **profile.get("assessment", {})}


def begun(profile: Profile) -> Answers:
    """The answers of the form's first page only."""
    in_full = usual("begun in full", profile) if profile.level != "low" else {}
    return {**usual("begun", profile), **in_full}


def justified(profile: Profile) -> Answers:
    """The justification of a policy that disadvantages somebody: its aim, and milder ways."""
    made = " ".join(row["change"] for row in changes(profile) if row["accepted"] == "yes")
    return {
        "legitimate_aim": profile.get("aim", profile["results"]),
        "proportionate": profile.get(
            "proportionate",
            "We looked at what would be milder and still do. What we found we now do, so that no "
            f"more is asked of anybody than is needed. {made}",
        ),
    }


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
    """The effect on each racial group. What the file says about all races is about minorities."""
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
    opens, days = int(profile["opens_in"]), 84 if profile.level == "high" else 28
    groups = "; ".join(dict.fromkeys(row[3] for row in profile["asked"]))
    gap = [*profile["gap"], profile.lead, profile.day(200)]
    return {
        **usual("assessment in full", profile),
        "gaps": table([gap], "gap", "step", "owner", "due"),
        "consult_opens": profile.day(opens),
        "consult_closes": profile.day(opens + days),
        "who_can_answer": f"{groups}. Everybody else may answer too.",
    }


def _in_short(profile: Profile) -> Answers:
    found = changes(profile)
    is_adjusted = any(row["accepted"] == "yes" for row in found)
    return {
        **usual("assessment in short", profile),
        "outcome": "adjust" if is_adjusted else "no_change",
        "actions": actions(profile, found),
    }
