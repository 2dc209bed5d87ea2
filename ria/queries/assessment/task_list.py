"""A form as a task list: its sections, the progress of each, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from forms.answers.answers import Missing
from forms.answers.visibility import View
from forms.questions.question import Section
from ria.models import Comment
from ria.queries.accounts.people import names
from ria.queries.assessment.form_content import FormContent


class Progress(StrEnum):
    """How far a section has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CARRIED = "carried"
    TO_READ = "to_read"

    @property
    def label(self) -> str:
        """The label that the list shows."""
        return _LABELS.get(self) or self.value.replace("_", " ").capitalize()


_LABELS = {Progress.CARRIED: "Filled in for you: check it", Progress.TO_READ: "Worked out"}


@dataclass(frozen=True)
class Task:
    """One section of the list. `comments` counts its unresolved comments."""

    section: Section
    progress: Progress
    missing: tuple[Missing, ...]
    saved_by: str = ""
    saved_at: datetime | None = None
    comments: int = 0


@dataclass(frozen=True)
class TaskList:
    """The sections now shown, in order. Hidden ones are absent."""

    tasks: tuple[Task, ...]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything still missing in the whole form."""
        return tuple(gap for task in self.tasks for gap in task.missing)

    @property
    def done(self) -> int:
        """How many sections need nothing more."""
        return sum(not task.missing for task in self.tasks)

    def after(self, section_id: str) -> Task | None:
        """The task that follows a section; None after the last."""
        ids = [task.section.id for task in self.tasks]
        if section_id not in ids:
            return None
        place = ids.index(section_id) + 1
        return self.tasks[place] if place < len(self.tasks) else None


def task_list(session: Session, assessment_id: int, content: FormContent) -> TaskList:
    """The list of a form as it stands."""
    now = content.now
    savers = names(session, (row.saved_by for row in content.sections.values()))
    remarks = open_comments(session, assessment_id, content.form)
    tasks = []
    for section in now.sections:
        missing = tuple(gap for gap in content.gaps if gap.section_id == section.id)
        row = content.sections.get(section.id)
        tasks.append(
            Task(
                section=section,
                progress=_progress(section, now, row is not None, missing),
                missing=missing,
                saved_by=savers.get(row.saved_by, "") if row else "",
                saved_at=row.saved_at if row else None,
                comments=sum(remark.section == section.id for remark in remarks),
            )
        )
    return TaskList(tuple(tasks))


def open_comments(session: Session, assessment_id: int, form: str) -> list[Comment]:
    """Return the unresolved comments on a form, oldest first."""
    query = (
        select(Comment)
        .where(
            col(Comment.assessment_id) == assessment_id,
            col(Comment.form) == form,
            col(Comment.resolved_at).is_(None),
        )
        .order_by(col(Comment.id))
    )
    return list(session.exec(query))


def _progress(section: Section, now: View, saved: bool, missing: tuple[Missing, ...]) -> Progress:
    """A section's progress. Carried answers count at once: it may be complete before a save."""
    asked = now.questions[section.id]
    if not asked:
        return Progress.TO_READ
    if missing:
        return Progress.IN_PROGRESS if saved else Progress.NOT_STARTED
    if saved:
        return Progress.COMPLETE
    return Progress.CARRIED if any(q.key in now.answers for q in asked) else Progress.NOT_STARTED
