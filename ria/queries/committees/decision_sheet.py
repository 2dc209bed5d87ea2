"""The decision sheet: one page with everything a committee needs to decide on one policy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from forms.answers.answers import displayed
from forms.answers.group_effects import HARM, GroupEffect, group_effects
from forms.answers.rating import final_level, rate
from forms.questions.frame import Frame
from ria.db.store import Store
from ria.models import Committee, User
from ria.queries.assessment.case import Case
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.consultation.consultation import Consulting, consulting
from ria.queries.kit.text import shortened
from ria.queries.organisation.settings import current_settings
from ria.queries.process.due_regard import Confirmed, aims_of, confirmed_in
from ria.queries.register.one_off import is_done_once
from ria.queries.signoff.conditions import Reader, conditions_of_edition
from ria.queries.signoff.signatures import SignatureLine, signatures_of_edition
from workflows.levels import Level
from workflows.stages import CONCLUDING_FORMS, EDITION_FORMS, Stage

LATEST_FIRST = (*CONCLUDING_FORMS, Stage.SCREENING.value)
"""The forms that tell what is at stake, what was thought last first."""

A_LINE, A_FEW_LINES = 160, 280
MOST_GROUPS, MOST_INDICATORS, MOST_CONDITIONS = 6, 4, 3

_LEFT = {
    "negative": "a negative effect is left",
    "both": "a mixed effect is left",
    "none": "no effect is left",
}

_SIZES = {"high": "big", "medium": "medium", "low": "small"}
"""The sizes of an effect, largest first."""


@dataclass(frozen=True)
class Sheet:
    """Everything on the sheet, in short lines of text. An empty list has nothing to show."""

    committee: str
    owner: str
    level: Level | None
    proposed: list[str]
    why_level: list[str]
    affected: list[str]
    evidence: list[str]
    consulted: list[str]
    outcome: list[str]
    justified: list[str]
    conditions: list[str]
    monitoring: list[str]
    asked: list[str]
    signatures: list[SignatureLine]
    consultation: Consulting | None
    due_regard: list[Confirmed]


@dataclass(frozen=True)
class _Forms:
    """The forms opened so far, by name."""

    by_name: dict[str, FormContent] = field(default_factory=dict)

    def said(self, key: str, most: int, forms: tuple[str, ...] = LATEST_FIRST) -> str:
        """Return the answer from the first of these forms that has one, shortened to `most`."""
        for name in forms:
            content = self.by_name.get(name)
            value = content.visible.get(key) if content else None
            if content is not None and value is not None:
                lines = displayed(content.questions.question(key), value)
                return shortened("; ".join(lines), most)
        return ""

    def latest(self) -> FormContent | None:
        """Return the latest form that records effects on groups."""
        found = (self.by_name.get(name) for name in CONCLUDING_FORMS)
        return next((content for content in found if content and _effects(content)), None)


def decision_sheet(session: Session, store: Store, case: Case, today: date) -> Sheet:
    """Build the sheet of one edition. It never contains privileged text, whoever prints it."""
    assert case.assessment.id is not None
    opened = {
        name: content
        for name in EDITION_FORMS
        if (content := form_content(session, store.sets, case.assessment.id, name)) is not None
    }
    forms = _Forms(opened)
    reader = Reader(person_id=0)
    return Sheet(
        committee=session.get_one(Committee, case.policy.committee_id).name,
        owner=session.get_one(User, case.policy.owner_id).name,
        level=_level(case, forms),
        proposed=_some(forms.said("purpose", A_FEW_LINES), forms.said("results", A_LINE)),
        why_level=_why_level(forms),
        affected=_affected(forms),
        evidence=_some(
            forms.said("figures_show", A_FEW_LINES),
            forms.said("voices_say", A_LINE),
            _headed("Is race known", forms.said("race_known", A_LINE)),
        ),
        consulted=_consulted(forms),
        outcome=_some(forms.said("outcome", A_LINE), forms.said("outcome_reasons", A_FEW_LINES)),
        justified=_some(
            forms.said("legitimate_aim", A_LINE, CONCLUDING_FORMS),
            forms.said("proportionate", A_LINE, CONCLUDING_FORMS),
        ),
        conditions=_conditions(session, case.assessment.id, reader, today),
        monitoring=_monitoring(forms),
        asked=[_duty(store.sets.frames[case.assessment.frame]), *_asked(session, case, forms)],
        signatures=_last_words(signatures_of_edition(session, store, case, reader, today)),
        consultation=consulting(session, case.assessment, today),
        due_regard=confirmed_in(session, case.assessment.id),
    )


def _last_words(given: list[SignatureLine]) -> list[SignatureLine]:
    """Return the latest signature of each person in each capacity on each form."""
    last = {(line.stage, line.kind, line.who): line for line in given}
    return list(last.values())


def _some(*lines: str) -> list[str]:
    return [line for line in lines if line]


def _headed(title: str, line: str) -> str:
    return f"{title}? {line}" if line else ""


def _level(case: Case, forms: _Forms) -> Level | None:
    screening = forms.by_name.get("screening")
    if case.assessment.level is not None or screening is None:
        return case.assessment.level
    return final_level(screening.questions, screening.answers)


def _why_level(forms: _Forms) -> list[str]:
    screening = forms.by_name.get("screening")
    if screening is None:
        return []
    rating = rate(screening.questions, screening.answers)
    computed = f"From the answers: {rating.level.label.lower()}, rule {rating.clause}."
    return [
        f"{computed} {shortened(rating.reason, A_LINE)}",
        *_some(forms.said("lower_reasons", A_LINE)),
    ]


def _effects(content: FormContent) -> tuple[GroupEffect, ...]:
    return group_effects(content.questions, content.answers)


def _affected(forms: _Forms) -> list[str]:
    """The groups that could lose, those that gain, and how many are said to be unaffected."""
    who = _some(forms.said("affected", A_LINE), forms.said("differences", A_LINE))
    content = forms.latest()
    if content is None:
        return who
    by_value: dict[str, list[GroupEffect]] = defaultdict(list)
    for effect in _effects(content):
        by_value["harm" if effect.is_harm else effect.value].append(effect)
    worst_first = sorted(by_value["harm"], key=_weight)
    harmed = [_harm(effect) for effect in worst_first[:MOST_GROUPS]]
    over = len(by_value["harm"]) - len(harmed)
    return [
        *who[:1],
        *harmed,
        *([f"And {over} more groups that could lose."] if over else []),
        *_named("Could gain", by_value["positive"]),
        *_named("Not known", by_value["unknown"]),
        *who[1:],
    ]


def _weight(effect: GroupEffect) -> tuple[int, bool]:
    """The sort key: large effects before small ones, and negative before mixed ones."""
    order = list(_SIZES)
    size = order.index(effect.size) if effect.size in order else len(order)
    return size, effect.value != "negative"


def _harm(effect: GroupEffect) -> str:
    size = f", {_SIZES[effect.size]}" if effect.size in _SIZES else ""
    left = _LEFT.get(effect.left, "") if effect.left != effect.value else ""
    both = "some lose, some gain" if effect.value in HARM - {"negative"} else "negative"
    return f"{effect.label}: {both}{size}{f'; after changes {left}' if left else ''}."


def _named(title: str, effects: list[GroupEffect]) -> list[str]:
    if not effects:
        return []
    labels = ", ".join(effect.label for effect in effects[:MOST_GROUPS])
    over = len(effects) - MOST_GROUPS
    return [f"{title}: {labels}{f' and {over} more' if over > 0 else ''}."]


def _consulted(forms: _Forms) -> list[str]:
    count = forms.said("responses_count", A_LINE)
    return _some(
        forms.said("waiver_reason", A_LINE),
        f"Responses: {count}." if count else "",
        forms.said("consultation_summary", A_FEW_LINES),
        forms.said("consultation_influence", A_FEW_LINES),
    )


def _conditions(session: Session, assessment_id: int, reader: Reader, today: date) -> list[str]:
    """Return the conditions that others have set, open ones first. Privileged ones are left out."""
    found = conditions_of_edition(session, assessment_id, reader, today)
    told = [
        f"{one.capacity}: {shortened(one.text, A_LINE)} ({'met' if one.met_on else 'open'})"
        for one in found
        if not one.withheld
    ]
    over = len(told) - MOST_CONDITIONS
    return [*told[:MOST_CONDITIONS], *([f"And {over} more."] if over > 0 else [])]


def _monitoring(forms: _Forms) -> list[str]:
    plan = forms.by_name.get("monitoring_plan")
    rows = plan.visible.get("indicators") if plan else None
    watched = (
        [str(row.get("name", "")) for row in rows if isinstance(row, dict)]
        if isinstance(rows, list)
        else []
    )
    months = forms.said("report_months", A_LINE, ("monitoring_plan",))
    return _some(
        f"Watched: {'; '.join(watched[:MOST_INDICATORS])}." if watched else "",
        f"A report every {months} months." if months else "",
        forms.said("on_signal", A_LINE, ("monitoring_plan",)),
        forms.said("harm_signs", A_LINE, ("monitoring_plan", "assessment")),
    )


def _duty(frame: Frame) -> str:
    """Describe the duty, which the decision maker must meet before and at the time of deciding."""
    return f"First, to have due regard to the need to {aims_of(frame)} ({frame.law})."


def _asked(session: Session, case: Case, forms: _Forms) -> list[str]:
    """Describe what the committee is asked to decide, depending on the form before it."""
    level = _level(case, forms)
    label = level.label.lower() if level else "the level given"
    if case.assessment.stage is Stage.SCREENING_APPROVAL:
        return [f"To agree that the policy is taken as of {label}, below the computed level."]
    usual = current_settings(session).review_months.get(level) if level else None
    interval = f" (usual at this level: {usual})" if usual else ""
    months = f"To set the months until the next review, 36 at most{interval}."
    day = "To set the day of its review, once it is carried out and within 36 months."
    return [
        "To agree to the outcome and to the monitoring plan, with conditions if need be; "
        "not to agree; or to put it off to a day.",
        day if is_done_once(case.policy) else months,
    ]
