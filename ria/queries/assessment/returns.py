"""The rounds of a form: its returns, and what has changed in each question since the last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from forms.answers.display import Block, blocks
from forms.questions.question import QuestionSet
from ria.models import HistoryEvent, HistoryPayload, SignOff, StageChange, Verdict
from ria.queries.assessment.case import Case
from workflows.actions import Action
from workflows.stages import OWN_STAGE, Stage, form_stage

ANSWERING = ("section_saved", "hidden_answers_purged")
"""The events that change answers; each has `changed`: question key to old and new value."""


FORMS = tuple(OWN_STAGE.values())
"""The stages whose forms are decided on, in process order."""


@dataclass(frozen=True)
class ChangedAnswer:
    """A question whose answer reads differently than at the return, and who changed it."""

    key: str
    label: str
    section: str
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    who: tuple[str, ...]


def round_of(stage: Stage, changes: Iterable[StageChange]) -> int:
    """Return the round of a stage's form: one, plus one for each return that reopened it. Every
    review starts at one again.
    """
    form, found = form_stage(stage), list(changes)
    begun = [at for at, change in enumerate(found) if change.action is Action.START_REVIEW]
    if form is Stage.REVIEW and begun:
        found = found[begun[-1] :]
    return 1 + sum(form in _opened_again(change) for change in found)


def most_rounds(change: StageChange, changes: Iterable[StageChange]) -> int:
    """Return the highest round among the forms reopened by this return, the last of `changes`."""
    found = list(changes)
    return max((round_of(form, found) for form in _opened_again(change)), default=1)


def _opened_again(change: StageChange) -> tuple[Stage, ...]:
    """The forms that a return reopens: from the stage it leads to, up to the one decided on."""
    if change.action is not Action.RETURN:
        return ()
    first, last = FORMS.index(change.to_stage), FORMS.index(form_stage(change.from_stage))
    return FORMS[first : last + 1]


def return_to_answer(case: Case) -> StageChange | None:
    """Return the return that this open form must still answer; None once it was submitted again."""
    stage = case.assessment.stage
    mine = [
        change
        for change in case.changes
        if (change.action is Action.RETURN and change.to_stage is stage)
        or (change.action is Action.SUBMIT and change.from_stage is stage)
    ]
    return mine[-1] if mine and mine[-1].action is Action.RETURN else None


def unchanged_since_return(session: Session, case: Case) -> bool:
    """Whether the form was returned and nothing in it has changed since."""
    return return_to_answer(case) is not None and not changed_since_return(session, case, {})


def due_by_return(session: Session, case: Case, stage: Stage) -> date | None:
    """Return the due date that the last return to a stage set, if the history still has it."""
    found = None
    for _, what in _told(session, case, ("stage_changed",)):
        if what.get("action") == Action.RETURN and what.get("target") == stage:
            found = what.get("due_on")
    return date.fromisoformat(found) if found else None


def returned_last(case: Case) -> StageChange | None:
    """The last return of an edition, if the form decided on had been submitted before it."""
    returns = [change for change in case.changes if change.action is Action.RETURN]
    if not returns:
        return None
    own, last = form_stage(case.assessment.stage), returns[-1]
    seen_before = any(
        change.action is Action.SUBMIT and change.from_stage is own
        for change in case.changes
        if change.number < last.number
    )
    return last if seen_before else None


def changed_since_return(
    session: Session, case: Case, names: Mapping[str, str]
) -> list[ChangedAnswer]:
    """Return the answers that differ from the returned ones, in the order asked: old and new text.

    Answers that were changed and changed back, or that were hidden both before and after, are left
    out.
    """
    content = case.content
    if content is None or returned_last(case) is None:
        return []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    who: dict[str, dict[str, None]] = {}
    for actor, changed in _since_return(session, case, content.form):
        for key, (old, new) in changed.items():
            before.setdefault(key, old)
            after[key] = new
            who.setdefault(key, {})[names.get(actor, actor)] = None
    return [
        ChangedAnswer(
            key=question.key,
            label=question.label,
            section=section,
            before=blocks(question, before[question.key], names),
            after=blocks(question, after[question.key], names),
            who=tuple(who[question.key]),
        )
        for section, question in _asked(content.questions)
        if question.key in after and before[question.key] != after[question.key]
    ]


def disagreeing(case: Case) -> tuple[SignOff, ...]:
    """Return the valid signatures whose latest verdict is "do not agree" or "defer". The approver
    must answer these in writing.
    """
    latest = {(row.kind, row.signed_by): row for row in case.standing_signatures}
    against = (Verdict.DISAGREE, Verdict.DEFER)
    return tuple(row for row in latest.values() if row.verdict in against)


def _asked(questions: QuestionSet) -> Iterator[tuple[str, Any]]:
    for section in questions.sections:
        for question in section.questions:
            yield section.title, question


def _since_return(
    session: Session, case: Case, form: str
) -> list[tuple[str, dict[str, list[Any]]]]:
    """Who changed what in this form since the edition's last return, in order of time."""
    found: list[tuple[str, dict[str, list[Any]]]] = []
    for event, what in _told(session, case, (*ANSWERING, "stage_changed")):
        if what.get("action") == Action.RETURN:
            found.clear()
        elif event.kind in ANSWERING and what.get("form") == form:
            found.append((event.actor_ref, what["changed"]))
    return found


def _told(
    session: Session, case: Case, kinds: tuple[str, ...]
) -> Iterator[tuple[HistoryEvent, dict[str, Any]]]:
    """Yield the edition's events of these kinds with their content, in chronological order."""
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, col(HistoryPayload.event_id) == col(HistoryEvent.id))
        .where(
            col(HistoryEvent.chain) == case.policy.reference,
            col(HistoryEvent.kind).in_(kinds),
        )
        .order_by(col(HistoryEvent.seq))
    )
    for event, payload in session.exec(query):
        what = json.loads(payload.content)["what"] if payload.content else {}
        if what.get("edition") == case.assessment.edition:
            yield event, what
