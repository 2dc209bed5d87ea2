"""The wording of what is due, which tells it apart from others of its kind: the period of a report,
or whose signature it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from forms.answers.display import day_in_words
from ria.db.store import Store
from ria.models import Assessment, SignatureRequest, SignOff
from ria.notify.reminders.due import Due
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES, REPORTS
from ria.queries.monitoring.reports import reporting_plan
from workflows.stages import APPROVAL, form_stage


@dataclass(frozen=True)
class DueWording:
    """The beginning of a line about it, what else distinguishes it (empty for most), and the page
    on which it is done.
    """

    about: str
    detail: str
    link: str


def due_wording(session: Session, store: Store, due: Due, *, brief: bool = False) -> DueWording:
    """What is due in words, and the page where it is done. `brief`: without a report's plan."""
    about = DUE_KINDS[due.kind].begin(due.item)
    if due.kind in OF_SIGNATORIES:
        return _signature(session, store, due)
    detail = _period(session, store, due) if due.kind in REPORTS and not brief else ""
    return DueWording(about, detail, due.link(store.links))


def _signature(session: Session, store: Store, due: Due) -> DueWording:
    """A signature is given on the page for its capacity, while its form awaits a decision."""
    about = DUE_KINDS[due.kind].begin(due.item)
    wanted: SignatureRequest | SignOff | None
    if due.kind == "signature":
        wanted = session.get(SignatureRequest, due.item)
    else:
        wanted = session.get(SignOff, due.item)
    if wanted is None:
        return DueWording(about, "", due.link(store.links))
    here = due.stage in APPROVAL and form_stage(due.stage) is wanted.stage
    link = store.links.sign(due.target_id, wanted.kind) if here else due.link(store.links)
    return DueWording(about, f"{wanted.kind.label}, {wanted.stage.label.lower()}", link)


def _period(session: Session, store: Store, due: Due) -> str:
    """`1 April 2027 to 30 June 2027`: the period that the report covers."""
    edition = session.get_one(Assessment, due.target_id)
    plan = reporting_plan(session, store.sets, edition)
    if plan is None:
        return ""
    first, last = plan.period(due.item)
    return f"For {day_in_words(first)} to {day_in_words(last)}"
