"""A policy's answers to the forms after the assessment: consultation, monitoring plan, publication,
review.
"""

from __future__ import annotations

from collections.abc import Iterable

from forms.questions.question import QuestionSet
from ria.demo.answering.assessment import changes, effects, justified, other_wrongs, racial
from ria.demo.answering.profile import Answers, Profile, Worry, table
from ria.demo.answering.screening import screening
from ria.demo.organisation.accounts import DOMAIN

_NOT_AGAIN = frozenset(
    {"assessed_before", "assessed_when", "assessed_outcome", "open_actions", "change"}
)
"""Questions of the screening that a review does not ask again."""


def consultation(profile: Profile, questions: QuestionSet) -> Answers:
    """Complete answers to the consultation and the conclusion."""
    points = profile["points"]
    answers = {
        "any_responses": "yes",
        "responses": _responses(profile),
        "responses_count": profile["heard_count"],
        "themes": table(profile["themes"], "theme", "count", "groups"),
        "group_views": profile["group_views"],
        "influence_rows": table(points, "point", "response", "change", "reason"),
        "feedback_on": profile.day(30),
        "consultation_summary": profile["heard_summary"],
        "consultation_influence": profile["influence"],
        **effects(profile, questions),
        "treats_differently": "no",
        "one_rule": "no",
        "other_wrongs": other_wrongs(full=True),
        "relations": "neutral",
        **_left(profile, questions),
        "outcome": profile.get("outcome", "adjust"),
        "outcome_reasons": profile["because"],
        "review_months": 12 if profile.level == "high" else 24,
        "actions": _actions(profile),
    }
    if profile.harms:
        answers |= {"differences": profile["differences"], "changes": changes(profile)}
    if answers["outcome"] in {"continue", "stop"}:
        answers |= justified(profile)
    return {**answers, **profile.get("consultation", {})}


def _responses(profile: Profile) -> list[Answers]:
    rows = table(profile["heard"], "who", "strand", "view", "said")
    for number, row in enumerate(rows):
        row["received"] = profile.day(-40 + 6 * number)
    return rows


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


def _actions(profile: Profile) -> list[Answers]:
    months = 330 if profile.level == "high" else 690
    review = [
        "Review this assessment.",
        profile.lead,
        profile.day(months),
        "It is published.",
    ]
    made = [
        [
            row["change"],
            profile.lead,
            row["due"],
            "It is in the text, and staff were told.",
        ]
        for row in changes(profile)
        if row["accepted"] == "yes"
    ]
    return table([review, *made], "step", "owner", "due", "measure")


def monitoring_plan(profile: Profile) -> Answers:
    """Complete answers to the monitoring plan."""
    high = profile.level == "high"
    indicators = profile["indicators"]
    answers = {
        "indicators": table(
            indicators, "name", "family", "measure", "counted", "out_of", "direction"
        ),
        "groups_shown": "detail",
        "groups_list": "The census list of 2021, nineteen groups and not stated",
        "other_strands": sorted({w.strand for w in profile.worries} - {"race"}),
        "compared_with": profile.get("compared_with", "White British people"),
        "baseline": table(profile["baseline"], "indicator", "period", "value"),
        "trigger": "standard",
        "report_months": 3 if high else 6,
        "data_weeks": 3,
        "publish_weeks": 6,
        "published_where": "On the register",
        "report_by": profile.lead,
        "data_by": "Performance analysis unit",
        "smallest_shown": 5,
        "on_signal": profile.get(
            "on_signal",
            "The analyst tells the owner within two days. The places with the widest gap are "
            "looked at first, and an answer goes to the next meeting of the committee.",
        ),
    }
    if profile.get("outcome") == "continue":
        answers["interim_check"] = profile["interim_check"]
    return answers


def publication(profile: Profile) -> Answers:
    """Complete answers to the publication form."""
    return {
        "plain_summary": profile["summary"],
        "intent": profile["purpose"],
        "who_affected": profile["who_affected"],
        "watch_summary": profile["watch"],
        "contact_point": f"{profile.lead}, equality@{DOMAIN}, or by post to headquarters",
        "how_to_challenge": (
            "Write to the Strategy Unit at the same address. You get an answer within 20 working "
            "days. If you are not content, ask the committee to look at it, or go to the body that "
            "watches over equality law."
        ),
        "text_access": "request",
        "held_back": "no",
        **profile.get("publication", {}),
    }


def review(profile: Profile, strands: Iterable[str]) -> Answers:
    """Complete answers to the review, which asks the screening's questions again."""
    again = screening(profile, strands)
    told = profile["review"]
    answers = {
        **{key: value for key, value in again.items() if key not in _NOT_AGAIN},
        "changed": ["nothing"],
        "new_knowledge": "no",
        "signs": "none",
        "expected": "yes",
        "actions_done": "all",
        "complaints_count": 0,
        "still_needed": "yes",
        "review_decision": "continue",
    }
    return {**answers, **told}
