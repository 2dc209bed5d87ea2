"""A form as one person sees it: its place in the process, its content, and whether they may edit
it.
"""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from forms.questions.question import Section
from ria.permissions.map import Permission
from ria.queries.assessment.case import the_case
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.assessment.task_list import TaskList, task_list
from ria.queries.process.open_actions import open_actions
from ria.web.kit.forms import today
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import read_session, the_store
from workflows.actions import Action
from workflows.guards.guard import Guard
from workflows.stages import APPROVAL, OWN_STAGE, form_name


@dataclass(frozen=True)
class OpenForm:
    """One form of one edition, as one person sees it."""

    case: SeenAssessment
    content: FormContent

    @property
    def assessment_id(self) -> int:
        """The edition's id."""
        assert self.case.assessment.id is not None
        return self.case.assessment.id

    @property
    def is_open(self) -> bool:
        """Whether the form is being filled in at this stage."""
        stage = self.case.assessment.stage
        return stage not in APPROVAL and form_name(stage) == self.content.form

    @property
    def may_edit(self) -> bool:
        """Whether this person can change answers now."""
        return self.is_open and self.case.may(Permission.ANSWERS_EDIT)

    @property
    def awaits_decision(self) -> bool:
        """Whether it was submitted and awaits a decision."""
        own = OWN_STAGE.get(self.case.assessment.stage)
        return own is not None and own.value == self.content.form

    @property
    def address(self) -> str:
        """The address of its task list."""
        return f"/assessments/{self.assessment_id}/{self.content.form}"

    def tasks(self) -> TaskList:
        """Its sections and how far each has come."""
        return task_list(read_session(), self.assessment_id, self.content)

    def section(self, section_id: str) -> Section:
        """Return one of its sections, shown or not. 404 for any other id."""
        try:
            return self.content.questions.section(section_id)
        except KeyError:
            raise NotFound from None


def the_form(assessment_id: int, stage: str) -> OpenForm:
    """Return a form of an edition, for somebody who may read drafts. 404 if it was never opened."""
    case = the_assessment(assessment_id, Permission.DRAFT_READ)
    content = form_content(read_session(), the_store().sets, assessment_id, stage)
    if content is None:
        raise NotFound
    return OpenForm(case, content)


def standing_of(shown: OpenForm) -> dict[Action, tuple[Guard, ...]]:
    """Return the actions this person may take here, each with its unmet guards."""
    session, store = read_session(), the_store()
    case = the_case(session, store, shown.case.assessment, shown.case.policy)
    return dict(
        open_actions(session, store, case, shown.case.person, today(), subject=shown.case.subject)
    )
