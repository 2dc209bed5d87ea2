"""A policy's answers to the consultation, the monitoring plan, the publication and the review."""

from __future__ import annotations

from collections.abc import Iterable

from forms.questions.question import QuestionSet
from ria.demo.answering.assessment import changes, effects, justified, racial
from ria.demo.answering.profile import Answers, Profile, Worry, actions, usual
from ria.demo.answering.screening import screening

_NOT_AGAIN = frozenset(
    {"assessed_before", "assessed_when", "assessed_outcome", "open_actions", "change"}
)
"""Questions of the screening that a review does not ask again."""


def consultation(profile: Profile, questions: QuestionSet) -> Answers:
    """Complete answers to the consultation and the conclusion."""
    answers = {
        **usual("consultation", profile),
        **effects(profile, questions),
        **_left(profile, questions),
        "actions": actions(profile, changes(profile)),
    }
    for number, row in enumerate(answers["responses"]):
        row["received"] = profile.day(-40 + 6 * number)
    if profile.harms:
        answers |= {"differences": profile["differences"], "changes": changes(profile)}
    if answers["outcome"] in {"continue", "stop"}:
        answers |= justified(profile)
    return {**answers, **profile.get("consultation", {})}


def _left(profile: Profile, questions: QuestionSet) -> Answers:
    """The remaining effect on each group after the changes."""
    answers: Answers = {}
    for strand, worries in profile.worries_by_strand():
        told: dict[str, Worry | None] = {g: w for w in worries for g in w.groups}
        key = f"{strand}_residual"
        if strand == "race":
            told, key = racial(profile, questions), "race_residual_detail"
        found = {group: _residual(w) for group, w in told.items() if w is not None and w.is_open}
        if found:
            answers[key] = found
    return answers


def _residual(worry: Worry) -> Answers:
    left = worry.told.get("left", "none")
    row: Answers = {"residual": left}
    if left in {"negative", "both"}:
        row["left_size"] = worry.told.get("left_size", "low")
    if left != "none":
        row["left_why"] = worry.told["left_why"]
    return row


def monitoring_plan(profile: Profile) -> Answers:
    """Complete answers to the monitoring plan."""
    answers = usual("monitoring_plan", profile)
    answers["other_strands"] = sorted({w.strand for w in profile.worries} - {"race"})
    if profile["outcome"] == "continue":
        answers["interim_check"] = profile["interim_check"]
    return answers


def publication(profile: Profile) -> Answers:
    """Complete answers to the publication form."""
    return {**usual("publication", profile), **profile.get("publication", {})}


def review(profile: Profile, strands: Iterable[str]) -> Answers:
    """Complete answers to the review, which asks the screening's questions again."""
    again = screening(profile, strands)
    asked = {key: value for key, value in again.items() if key not in _NOT_AGAIN}
    return {**asked, **usual("review", profile), **profile["review"]}
