"""A policy's answers to the screening."""

from __future__ import annotations

from collections.abc import Iterable

from ria.demo.answering.profile import Answers, Profile, Worry, usual

_SOME = frozenset({"some", "substantial"})
_BEFORE = ("assessed_when", "assessed_outcome", "open_actions")


def screening(profile: Profile, strands: Iterable[str]) -> Answers:
    """Complete answers to the screening. `strands` are the equality strands of the frame."""
    before = profile.get("before")
    answers = {
        **usual("screening", profile),
        "contact": profile.contact,
        "assessed_before": "yes" if before else "no",
        **dict(zip(_BEFORE, before or (), strict=False)),
    }
    for strand, worries in profile.worries_by_strand():
        effects = {group: _limbs(worry) for worry in worries for group in worry.groups}
        answers |= {f"{strand}_groups": list(effects), f"{strand}_effects": effects}
    if "force" in profile["power"]:
        answers |= {f"{strand}_matters": _matters(profile, strand) for strand in strands}
    if profile.level == "none":
        answers["look_again"] = profile["again"]
    if "lower_reasons" in answers:
        answers["lower_choice"] = "ask"
    return answers


def _matters(profile: Profile, strand: str) -> str:
    """Whether a policy that affects people could be relevant to this strand."""
    told = [worry for worry in profile.worries if worry.strand == strand]
    if not told:
        return "no"
    return "yes" if any(worry.is_harm for worry in told) else "unsure"


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
