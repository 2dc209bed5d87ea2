"""A policy's answers to the screening."""

from __future__ import annotations

from collections.abc import Iterable

from ria.demo.answering.profile import Answers, Profile, Worry, table

_SOME = frozenset({"some", "substantial"})


def screening(profile: Profile, strands: Iterable[str]) -> Answers:
    """Complete answers to the screening. `strands` are the equality strands of the frame."""
    answers = {
        **_before(profile),
        "purpose": profile["purpose"],
        "results": profile["results"],
        "contact": profile.contact,
        "functions": profile["functions"],
        "priority_subject": profile.get("subject", ["none"]),
        "affected": profile["affected"],
        "scale": profile["scale"],
        "power": profile["power"],
        "discretion": profile["discretion"],
        "sources": table(profile["looked"], "sort", "source", "period", "finding", "about"),
        "unticked_reason": profile["left_out"],
        "proposed_level": profile.get("proposed", profile.level),
        "proposed_reasons": profile["reasons"],
    }
    for key, question in (("role", "priority_role"), ("count", "scale_number")):
        if profile.get(key):
            answers[question] = profile[key]
    for strand, worries in profile.worries_by_strand():
        groups = [group for worry in worries for group in worry.groups]
        answers[f"{strand}_groups"] = groups
        answers[f"{strand}_effects"] = {
            group: _limbs(worry) for worry in worries for group in worry.groups
        }
    if "force" in profile["power"]:
        answers |= {f"{strand}_matters": _matters(profile, strand) for strand in strands}
    if profile.level == "none":
        answers["look_again"] = profile["again"]
    if profile.get("lower"):
        answers |= {"lower_choice": "ask", "lower_reasons": profile["lower"]}
    return answers


def _matters(profile: Profile, strand: str) -> str:
    """Whether a policy that affects people could be relevant to this strand."""
    told = [worry for worry in profile.worries if worry.strand == strand]
    if not told:
        return "no"
    return "yes" if any(worry.is_harm for worry in told) else "unsure"


def _before(profile: Profile) -> Answers:
    change = {"change": profile.get("change", "existing")}
    before = profile.get("before")
    if before is None:
        return {"assessed_before": "no", **change}
    return {
        "assessed_before": "yes",
        "assessed_when": before[0],
        "assessed_outcome": before[1],
        "open_actions": before[2],
        **change,
    }


def _limbs(worry: Worry) -> Answers:
    """The three limbs of the duty for one group, and the evidence about it."""
    told = worry.told
    lost = {"negative": "yes", "both": "yes", "unknown": "unsure"}.get(worry.effect, "no")
    row: Answers = {
        "disadvantage": told.get("disadvantage", lost),
        "advance": told.get("advance", "yes"),
        "relations": told.get("relations", "no"),
        "how": worry.how,
        "about": told.get("about", "no"),
        "evidence": told.get("evidence", "little"),
        "concern": told.get("concern", "little"),
    }
    if row["concern"] in _SOME:
        row["concern_source"] = told.get("heard_from", "Staff networks and complaints")
    if worry.strand == "marriage":
        del row["advance"], row["relations"]
    return row
