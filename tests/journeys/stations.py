"""Policies brought to the point at which a test begins, and the steps that tests take from there.

Answers that no page accepts are changed directly in the database (`tampered`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlmodel import select

from ria.history import SYSTEM, unit_of_work
from ria.models import Assessment, Condition, SectionAnswers, SignatureKind, StageForm
from ria.models import Verdict as Says
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from ria.services.assessment.save_section import save_section
from ria.services.consultation.consultation import close_consultation, open_consultation
from ria.services.signoff.conditions import meet_condition
from ria.services.signoff.verdicts import ConditionInput
from tests.forms import samples
from tests.ria import road
from tests.ria.building import Edition, World
from workflows.actions import Action
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage, form_name

WHY = "Somebody has to know why this is done."
ONE_RULE = {
    "one_rule": "yes",
    "which_rule": "Only a permanent badge counts, which a bad leg that heals does not bring.",
    "legitimate_aim": "The fire lane has to stay free, and places near the door are few.",
    "proportionate": "We looked at a list of names by the week, which nobody could keep up, and at "
    "places for everybody who asks, of which there are too few.",
}


# --- What is done to a policy ---------------------------------------------------------------


def written(
    form: str, answers: dict[str, Any], who: str = "author"
) -> Callable[[World, Edition], None]:
    """Answer these questions of an open form; None takes an answer away."""

    def write(world: World, edition: Edition) -> None:
        content = road.content_of(world, edition, form)
        for section in content.questions.sections:
            if not any(question.key in answers for question in section.questions):
                continue
            row = content.sections.get(section.id)
            new = {**(row.answers if row else {})}
            new |= {q.key: answers[q.key] for q in section.questions if q.key in answers}
            kept = {key: value for key, value in new.items() if value is not None}
            _save(world, edition, form, section.id, kept, who)

    return write


def _save(world: World, edition: Edition, form: str, section: str, answers: Any, who: str) -> None:
    save_section(
        world.store,
        assessment_id=edition.assessment_id,
        form=form,
        section=section,
        actor_id=world.ids[who],
        answers=answers,
        seen_version=road.content_of(world, edition, form).version_of(section),
        token=world.token(),
    )


def tampered(form: str, answers: dict[str, Any]) -> Callable[[World, Edition], None]:
    """The same behind the pages' back, in a form that is closed."""

    def write(world: World, edition: Edition) -> None:
        with unit_of_work(world.store) as unit:
            query = (
                select(SectionAnswers)
                .join(StageForm)
                .where(StageForm.assessment_id == edition.assessment_id, StageForm.form == form)
            )
            asked = {
                question.key: section.id
                for section in samples.form_set(form).sections
                for question in section.questions
            }
            for row in unit.session.exec(query):
                mine = {key: v for key, v in answers.items() if asked[key] == row.section}
                new = {**row.answers, **mine}
                row.answers = {key: value for key, value in new.items() if value is not None}
                unit.save(row)
            unit.record(edition.reference, "answers_changed_elsewhere", SYSTEM)

    return write


def returned(form: str, answers: dict[str, Any]) -> Callable[[World, Edition], None]:
    """Return the form, have it mended, and have it handed in again."""

    def do(world: World, edition: Edition) -> None:
        back_to(world, edition, Stage(form))
        written(form, answers)(world, edition)
        road.hand_in(world, edition)

    return do


def back_to(world: World, edition: Edition, stage: Stage) -> None:
    """The Strategy Unit returns it to a stage."""
    now = world.row(edition).stage
    seen = road.content_of(world, edition, form_name(now)).hash
    due_on = world.clock.now().date() + dt.timedelta(days=10)
    given = {"seen": seen, "reason": WHY, "return_to": stage, "due_on": due_on}
    world.act("strategy", edition, Action.RETURN, **given)


def signed(
    form: str, who: str, kind: SignatureKind, **given: Any
) -> Callable[[World, Edition], None]:
    """Somebody signs the form."""
    return lambda world, edition: road.sign_as(world, edition, form, who, kind, **given)


def decided(world: World, edition: Edition, form: str = "monitoring_plan", **given: Any) -> None:
    """The committee agrees to the form."""
    usual = {"decided_on": world.clock.now().date(), "minute_reference": "Minute 7/2027"}
    road.sign_as(world, edition, form, "chair", SignatureKind.COMMITTEE, **{**usual, **given})


def both(*steps: Callable[[World, Edition], Any]) -> Callable[[World, Edition], None]:
    """One step after the other."""

    def do(world: World, edition: Edition) -> None:
        for step in steps:
            step(world, edition)

    return do


def second_signed(world: World, edition: Edition) -> None:
    """Somebody is asked for the second signature, and gives it."""
    world.ask(edition)
    world.sign("adviser", edition)


# --- Policies that stand somewhere ----------------------------------------------------------


def then(
    start: Callable[[World], Edition], *steps: Callable[[World, Edition], Any]
) -> Callable[[World], Edition]:
    """A policy that has come somewhere, and what is then done to it."""

    def make(world: World) -> Edition:
        edition = start(world)
        both(*steps)(world, edition)
        return edition

    return make


def screening(case: str, **changes: Any) -> Callable[[World], Edition]:
    """A screening that is filled in with a case and awaits approval, some answers changed."""

    def make(world: World) -> Edition:
        edition = world.in_screening()
        world.fill(edition, case)
        written("screening", changes)(world, edition)
        road.hand_in(world, edition)
        return edition

    return make


def low(**changes: Any) -> Callable[[World], Edition]:
    """A short assessment, filled in, some answers changed, not handed in."""
    return then(lambda world: road.assessed(world, road.LOW), written("assessment", changes))


def untrained(world: World) -> Edition:
    """A screening filled in by people whose training is over, where that matters."""
    world.set(training_rule="block")
    world.clock.at += dt.timedelta(days=365)
    edition = world.in_screening()
    world.fill(edition)
    road.leave_findings(world, edition)
    return edition


def contributed(world: World) -> Edition:
    """A screening whose author is of the Strategy Unit too."""
    edition = screening("media_policy")(world)
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    return edition


def lowered(world: World) -> Edition:
    """A screening whose author proposes a level below the computed one."""
    less = {"proposed_level": "low", "lower_choice": "ask"}
    less["lower_reasons"] = "The count of pictures is small, and the press office has changed it."
    return screening("media_policy", **less)(world)


def waived_then_raised(world: World) -> Edition:
    """A short assessment with consultation waived, whose level was raised after that."""
    edition = low()(world)
    world.act("author", edition, Action.RAISE_LEVEL, reason=WHY, level=Level.MEDIUM)
    return edition


def high_handed_in(world: World) -> Edition:
    """A full assessment that awaits approval."""
    edition = road.assessed(world)
    road.hand_in(world, edition)
    return edition


def still_consulting(world: World) -> Edition:
    """Everything said about a consultation that has not been held."""
    edition = high_handed_in(world)
    for who, kind in (("adviser", SignatureKind.ADVISER), ("legal", SignatureKind.LEGAL)):
        road.sign_as(world, edition, "assessment", who, kind)
    road.approve(world, edition, "assessment")
    road.fill_form(world, edition, "consultation", road.ANSWERS["consultation"](road.HIGH))
    road.leave_findings(world, edition)
    return edition


def hold_it(world: World, edition: Edition) -> None:
    """Open the consultation and close it after its last day."""
    about = {"assessment_id": edition.assessment_id, "actor_id": world.ids["author"]}
    closes = world.clock.now().date() + dt.timedelta(days=90)
    open_consultation(world.store, **about, closes_on=closes, reason="", token=world.token())
    world.clock.at += dt.timedelta(days=91)
    close_consultation(world.store, **about, token=world.token())
    road.leave_findings(world, edition)


def consulted(**changes: Any) -> Callable[[World], Edition]:
    """The consultation's form filled in, some answers changed, not handed in."""

    def make(world: World) -> Edition:
        edition = road.in_consultation(world)
        road.fill_form(world, edition, "consultation", road.ANSWERS["consultation"](road.HIGH))
        written("consultation", changes)(world, edition)
        road.leave_findings(world, edition)
        return edition

    return make


def again(form: str, case: str = road.HIGH) -> Callable[[World, Edition], None]:
    """Fill the form in completely, and leave what the checker finds."""

    def do(world: World, edition: Edition) -> None:
        if form == "assessment":
            road.add_sources(world, edition, case)
        who = {"contact": world.refs["adviser"]} if form == "screening" else {}
        road.fill_form(world, edition, form, road.ANSWERS[form](case, **who), _writer(form))
        road.leave_findings(world, edition, _writer(form))
        if form == "publication":
            road.check_disclosure(world, edition)

    return do


def _writer(form: str) -> str:
    return "strategy" if form == "publication" else "author"


def plan(**changes: Any) -> Callable[[World], Edition]:
    """A monitoring plan, filled in, not handed in."""
    return then(
        road.in_monitoring_plan, again("monitoring_plan"), written("monitoring_plan", changes)
    )


PLAN_HANDED_IN = then(road.in_monitoring_plan, again("monitoring_plan"), road.hand_in)


def changed_after_the_unit_signed(world: World) -> Edition:
    """A plan that awaits approval, of an assessment that changed after the unit's head signed."""
    edition = high_handed_in(world)
    road.sign_as(world, edition, "assessment", "head", SignatureKind.UNIT)
    back_to(world, edition, Stage.ASSESSMENT)
    written("assessment", {"carried_out_by": "The head of operations policy, with the analyst."})(
        world, edition
    )
    road.consult(world, edition)
    road.after_consultation(world, edition)
    again("monitoring_plan")(world, edition)
    road.hand_in(world, edition)
    decided(world, edition)
    return edition


def the_unit_signs_again(world: World, edition: Edition) -> None:
    """Back to the assessment, which the head signs as it now is, and forward once more."""
    back_to(world, edition, Stage.ASSESSMENT)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "head", SignatureKind.UNIT)
    for form in ("assessment", "consultation"):
        road.approve(world, edition, form)
        road.hand_in(world, edition)


def on_condition(world: World) -> Edition:
    """Approved on a condition to be met before publication, the publication form filled in."""
    edition = PLAN_HANDED_IN(world)
    day = world.clock.now().date() + dt.timedelta(days=20)
    condition = ConditionInput("Train all sergeants.", world.refs["author"], day, True)
    decided(world, edition, verdict=Says.AGREE_IF, conditions=(condition,))
    road.approve(world, edition, "monitoring_plan", reason=WHY)
    again("publication")(world, edition)
    return edition


def meet_it(world: World, edition: Edition) -> None:
    """Record that the condition is met."""
    [condition] = world.all(Condition)
    meet_condition(
        world.store,
        assessment_id=edition.assessment_id,
        condition_id=condition.id,
        actor_id=world.ids["author"],
        how="All took the course in May.",
    )


def from_nowhere(world: World) -> Edition:
    """Said to be approved, without any approval on record."""
    edition = world.in_screening()
    with unit_of_work(world.store) as unit:
        row = unit.session.get_one(Assessment, edition.assessment_id)
        row.stage = Stage.APPROVED
        unit.save(row)
        unit.record(edition.reference, "stage_changed_elsewhere", SYSTEM)
    return edition


def covering(world: World, edition: Edition) -> dict[str, Any]:
    """Another policy, to cover this one."""
    return {"parent_reference": world.register(title="The main policy").reference, "reason": WHY}
