"""What has changed in a form since it was last returned, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from forms.display import Block, blocks
from forms.question import QuestionSet
from ria.models import HistoryEvent, HistoryPayload, SignOff, StageChange, Verdict
from ria.queries.case import Case
from ria.queries.subjects import form_stage
from workflows.actions import Action

ANSWERING = ("section_saved", "hidden_answers_purged")
"""The events that change answers; each says `changed`: question to old and new value."""


@dataclass(frozen=True)
class ChangedAnswer:
    """One question that reads otherwise than when the form was returned, and who changed it."""

    key: str
    label: str
    section: str
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    who: tuple[str, ...]


def returned_last(case: Case) -> StageChange | None:
    """The last return of an edition, if the form decided on now had been handed in before it."""
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
    """The answers that differ from those returned, in the order asked: old and new text.

    What was changed and changed back is left out, and so is what was hidden before and after.
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
    """The standing signatures whose last word is "do not agree" or "defer": whoever approves
    answers them in writing."""
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
    """Who changed what in this form after the edition's last return, in the order it happened."""
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, col(HistoryPayload.event_id) == col(HistoryEvent.id))
        .where(
            col(HistoryEvent.chain) == case.policy.reference,
            col(HistoryEvent.kind).in_([*ANSWERING, "stage_changed"]),
        )
        .order_by(col(HistoryEvent.seq))
    )
    found: list[tuple[str, dict[str, list[Any]]]] = []
    for event, payload in session.exec(query):
        what = json.loads(payload.content)["what"] if payload.content else {}
        if what.get("edition") != case.assessment.edition:
            continue
        if what.get("action") == Action.RETURN:
            found.clear()
        elif event.kind in ANSWERING and what.get("form") == form:
            found.append((event.actor_ref, what["changed"]))
    return found
