"""The four outcomes of an assessment, and the facts that the guards need from the answers.

The assessment (where consultation is waived) and the conclusion after consultation ask for the
outcome under the same keys. These are pure functions over answers, which include the values taken
from outside. `contradictions.py` checks which answers an outcome contradicts.
"""

from __future__ import annotations

from typing import Any

from forms.answers.findings import Finding
from forms.answers.group_effects import OPEN
from forms.judging.conclusion import Conclusion
from forms.judging.contradictions import Contradiction, Place, consistency
from forms.questions.question import Answers, QuestionSet
from workflows.facts.forms import AssessmentFacts
from workflows.facts.outcomes import Outcome

__all__ = [
    "Contradiction",
    "Place",
    "asks_to_raise",
    "consistency",
    "outcome_facts",
    "outcome_of",
]

_OUTCOMES = {
    "no_change": Outcome.NO_CHANGE,
    "adjust": Outcome.ADJUST,
    "continue": Outcome.CONTINUE,
    "stop": Outcome.STOP,
}
_NO_BASIS = frozenset({"none", "unknown"})


def outcome_of(question_set: QuestionSet, answers: Answers) -> Outcome | None:
    """The outcome that was chosen, if the form asks for it and it is answered."""
    return _OUTCOMES.get(Conclusion(question_set, answers).word("outcome"))


def outcome_facts(question_set: QuestionSet, answers: Answers) -> AssessmentFacts:
    """What the answers of an assessment say to the guards of rows 5 to 8.

    What is not answered counts as bad news. A rule weighs on a group if one is named, and also if
    the effect on any group is bad or mixed: then something in the policy makes it so. Whether the
    form and its consultation plan are complete is asked elsewhere.
    """
    case = Conclusion(question_set, answers)
    asked = {case.word("treats_differently"), case.word("one_rule")} | _of_disabled(case)
    bases = [row for row in case.rows("treatment") if row.get("direction") == "worse"]
    unsettled = any(row.get("basis") == "unknown" for row in case.rows("treatment"))
    return AssessmentFacts(
        waived=case.word("consultation") == "waived",
        dont_know_on_discrimination=bool(asked & {"", "unsure"}) or unsettled,
        discrimination_not_ruled_out=asked != {"no"},
        worse_without_basis=_not_told(case) or any(row.get("basis") in _NO_BASIS for row in bases),
        rule_weighs_on_group=case.word("one_rule") in {"", "yes"}
        or any(effect.is_harm for effect in case.effects),
        negative_or_unknown_effect=any(e.value in OPEN | {""} for e in case.effects),
    )


def asks_to_raise(question_set: QuestionSet, answers: Answers) -> tuple[Finding, ...]:
    """Return the reasons for raising the level if it is low."""
    case = Conclusion(question_set, answers)
    if case.word("level") != "low":
        return ()
    found = []
    if case.word("one_rule") in {"yes", "unsure"}:
        found.append(
            Finding(
                "raise_for_rule",
                "Some groups find a rule harder to meet, or nobody knows, and the level is low",
                "Raise the level, so that the rule is weighed in a full assessment.",
                case.section_of.get("one_rule", ""),
                "one_rule",
            )
        )
    for effect in case.effects:
        if effect.strand == "race" and effect.is_harm and effect.size == "high":
            found.append(
                Finding(
                    "raise_for_race",
                    f"{effect.label}: the effect is bad and big, and the level is low",
                    "Raise the level, so that people are asked before it is decided.",
                    effect.section,
                    effect.question,
                )
            )
    return tuple(found)


def _of_disabled(case: Conclusion) -> set[str]:
    """Return the answers about wrongs that only disabled people can suffer, where they are asked
    for. An unanswered one is the empty string.
    """
    if "other_wrongs" not in case.section_of:
        return set()
    given: Any = case.known.get("other_wrongs") or {}
    return {str(given.get(wrong, {}).get("risk", "")) for wrong in ("arising", "adjustments")}


def _not_told(case: Conclusion) -> bool:
    """Whether it is still unanswered who is treated differently, and how."""
    told = case.word("treats_differently")
    return told == "" or (told == "yes" and not case.rows("treatment"))
