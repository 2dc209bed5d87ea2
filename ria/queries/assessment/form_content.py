"""A form as it stands: its question set, its sections, its answers, and their hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from pydantic import JsonValue
from sqlalchemy import bindparam
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from forms.answers.answers import Missing, content_hash, seen, unanswered
from forms.answers.carried import carried, forms_named, names_facts, shown_beside, taken, unchanged
from forms.answers.from_edition import counts_at_once, judged_before, still_as_carried
from forms.answers.visibility import View
from forms.questions.origin import Fact
from forms.questions.question import Answers, QuestionSet, digest
from forms.questions.registry import Registry
from ria.models import Assessment, CarriedForm, SectionAnswers, StageForm, StoredSet


@dataclass(frozen=True)
class FormContent:
    """One form of one edition, as it was when it was read: what follows from its answers is worked
    out once, so whoever writes answers reads the form again.

    `forms` and `known` are what its set may take over from elsewhere: the visible answers of the
    other forms it names, and facts such as the level. `earlier` are the answers given to the same
    questions in edition `earlier_edition`, as they were when this form was opened.
    """

    stage_form_id: int
    form: str
    questions: QuestionSet
    sections: dict[str, SectionAnswers] = field(default_factory=dict)
    forms: dict[str, Answers] = field(default_factory=dict)
    known: dict[Fact, JsonValue] = field(default_factory=dict)
    earlier: dict[str, JsonValue] = field(default_factory=dict)
    earlier_edition: int = 0
    opened_at: datetime | None = None
    cycle: int = 1

    @cached_property
    def answers(self) -> dict[str, JsonValue]:
        """Every answer by its question's key, hidden ones too, with what is taken and carried."""
        stored = {k: value for row in self.sections.values() for k, value in row.answers.items()}
        return {
            **taken(self.questions, self.forms, self.known),
            **carried(self.questions, self.forms, self.known, self.sections),
            **counts_at_once(self.questions, self.earlier, self.sections),
            **stored,
        }

    @property
    def beside(self) -> dict[str, JsonValue]:
        """Old answers to show beside judgements, by the keys of the questions asked anew."""
        return {
            **judged_before(self.questions, self.earlier),
            **shown_beside(self.questions, self.forms, self.known),
        }

    @property
    def marked(self) -> set[str]:
        """The keys of answers that stand as they were carried forward."""
        return self.as_earlier | unchanged(self.questions, self.forms, self.known, self.answers)

    @property
    def as_earlier(self) -> set[str]:
        """The keys of answers that stand as they were carried from the edition before."""
        return still_as_carried(self.questions, self.earlier, self.answers)

    @cached_property
    def now(self) -> View:
        """What is shown with these answers."""
        return seen(self.questions, self.answers)

    @property
    def visible(self) -> dict[str, JsonValue]:
        """The answers that count: those of questions now shown."""
        return self.now.answers

    @cached_property
    def gaps(self) -> tuple[Missing, ...]:
        """What is still to be answered, in the order asked."""
        return tuple(unanswered(self.questions, self.answers))

    @cached_property
    def hash(self) -> str:
        """What a decision covers: the hash of the visible answers and the set's words.

        A later review that gives the same answers is another one all the same.
        """
        found = content_hash(self.questions, self.answers)
        return found if self.cycle == 1 else digest({"content": found, "cycle": self.cycle})

    @property
    def is_complete(self) -> bool:
        """Whether nothing that is asked is left unanswered."""
        return not self.gaps

    def version_of(self, section: str) -> int:
        """The version of a section's answers; 0 while nothing was saved."""
        row = self.sections.get(section)
        return row.version if row else 0


def form_content(
    session: Session, sets: Registry, assessment_id: int, form: str
) -> FormContent | None:
    """The newest cycle of a form of an edition; None before the form was opened.

    The other forms that it takes something over from are read with it: two statements for all.
    """
    opened = _opened(session, sets, assessment_id)
    if form not in opened:
        return None
    needed = _with_those_named(opened, form)
    sections = _sections(session, [opened[name].stage_form.id for name in needed])
    takes_facts = any(names_facts(opened[name].questions) for name in needed)
    known = _known(session, assessment_id) if takes_facts else {}
    contents: dict[str, FormContent] = {}
    for name in needed:
        found, before = opened[name], opened[name].carried
        stage_form = found.stage_form
        assert stage_form.id is not None
        contents[name] = FormContent(
            stage_form_id=stage_form.id,
            form=name,
            questions=found.questions,
            sections=sections.get(stage_form.id, {}),
            forms={one: contents[one].visible for one in found.names if one in contents},
            known=known if names_facts(found.questions) else {},
            earlier=dict(before.answers) if before else {},
            earlier_edition=before.edition if before else 0,
            opened_at=stage_form.opened_at,
            cycle=stage_form.cycle,
        )
    return contents[form]


@dataclass(frozen=True)
class _Opened:
    """A form that was opened, with its set and what it carries from the edition before."""

    stage_form: StageForm
    questions: QuestionSet
    carried: CarriedForm | None

    @property
    def names(self) -> list[str]:
        """The forms that its set takes something over from, in the order of the alphabet."""
        return sorted(forms_named(self.questions))


def _opened(session: Session, sets: Registry, assessment_id: int) -> dict[str, _Opened]:
    """The newest cycle of every form of an edition."""
    found = session.exec(_OPENED, params={"edition": assessment_id})
    return {
        stage_form.form: _Opened(stage_form, question_set(sets, stored), before)
        for stage_form, stored, before in found
    }


_OPENED = (
    select(StageForm, StoredSet, CarriedForm)
    .join(StoredSet)
    .join(CarriedForm, col(CarriedForm.stage_form_id) == col(StageForm.id), isouter=True)
    .where(col(StageForm.assessment_id) == bindparam("edition"))
    .order_by(col(StageForm.cycle))
    .options(defer(StoredSet.content))  # type: ignore[arg-type]  # SQLModel types it as str
)


def _with_those_named(opened: Mapping[str, _Opened], form: str) -> list[str]:
    """The form and all the opened ones it leans on, each after those that it names itself."""
    found: list[str] = []

    def visit(name: str) -> None:
        if name in opened and name not in found:
            for one in opened[name].names:
                visit(one)
            found.append(name)

    visit(form)
    return found


def _sections(session: Session, ids: list[int | None]) -> dict[int, dict[str, SectionAnswers]]:
    """The saved sections, by the id of their form and their own."""
    found: dict[int, dict[str, SectionAnswers]] = {}
    for row in session.exec(_SECTIONS, params={"forms": ids}):
        found.setdefault(row.stage_form_id, {})[row.section] = row
    return found


_SECTIONS = select(SectionAnswers).where(
    col(SectionAnswers.stage_form_id).in_(bindparam("forms", expanding=True))
)


def opened_forms(session: Session, assessment_id: int) -> list[str]:
    """The forms of an edition that were opened so far, the oldest first."""
    query = (
        select(StageForm.form)
        .where(col(StageForm.assessment_id) == assessment_id)
        .order_by(col(StageForm.id))
    )
    return list(dict.fromkeys(session.exec(query)))


def _known(session: Session, assessment_id: int) -> dict[Fact, JsonValue]:
    assessment = session.get(Assessment, assessment_id)
    level = assessment.level if assessment else None
    return {Fact.LEVEL: level.value} if level else {}


def question_set(sets: Registry, stored: StoredSet) -> QuestionSet:
    """The set a form began with: from the files, or from the database once they moved on."""
    try:
        return sets.get(stored.form, stored.frame, stored.version)
    except KeyError:
        return _parsed(stored.content, stored.hash)


@lru_cache(maxsize=64)
def _parsed(content: str, hash_: str) -> QuestionSet:
    return QuestionSet.model_validate({**json.loads(content), "hash": hash_})
