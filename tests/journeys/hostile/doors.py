"""Every form that is not a section of a question set: its address, who fills it in, and with what.

The key is the route's own path, so that a test finds the form that nobody has listed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import (
    Assessment,
    Comment,
    Condition,
    Evidence,
    FunctionPhase,
    Message,
    Policy,
    ReportKind,
    SignatureKind,
    SignOff,
    User,
    Verdict,
)
from ria.queries.accounts.people import user_by_ref
from ria.services.accounts.accounts import add_user
from ria.services.accounts.one_time_links import one_time_token
from ria.services.assessment.remarks import add_comment
from ria.services.consultation.consultation import open_consultation
from ria.services.monitoring.reports import ReportInput, file_report
from ria.services.organisation.functions import create_function
from ria.services.signoff.verdicts import ConditionInput
from tests.forms import samples
from tests.journeys.lives.full_road import day
from tests.journeys.stations import high_handed_in
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.web.filling import REGISTRATION
from workflows.stages import Stage

FORMATS = frozenset({"email", "link", "reference", "parent_reference", "by"})
"""Text fields that take only texts of a certain form."""
SOON, LATER = dt.date(2027, 12, 6), dt.date(2028, 12, 6)


@dataclass(frozen=True)
class Door:
    """A form: how to come to it, who sends it, and what it holds beside the harm.

    `come` makes what the form is about and gives its address; it is called anew for a form that is
    `used_up` and so no longer there. `bare`: a form without a page of its own, and these are its
    fields. `{n}` in what it `holds` is another number each time. `shows`: the page shows what is
    stored. `hidden`: fields that are not asked with what the form holds.
    """

    who: str
    come: Callable[[World], str]
    holds: Mapping[str, str] = field(default_factory=dict)
    used_up: bool = False
    bare: tuple[str, ...] = ()
    shows: bool = False
    hidden: tuple[str, ...] = ()


def at(path: str) -> Callable[[World], str]:
    """A form that is always there."""
    return lambda _world: path


def about(start: Callable[[World], Edition], *rest: str) -> Callable[[World], str]:
    """A form about an edition that has come somewhere."""
    return lambda world: "/".join([f"/assessments/{start(world).assessment_id}", *rest])


def one_account(*rest: str) -> Callable[[World], str]:
    """A form about somebody's account."""
    return lambda world: "/".join([f"/accounts/{world.refs['colleague']}", *rest])


def a_source(*rest: str) -> Callable[[World], str]:
    """A form about a source of evidence."""

    def come(world: World) -> str:
        edition = world.in_screening()
        road.add_sources(world, edition, road.LOW)
        return "/".join([f"/evidence/{world.all(Evidence)[-1].ref}", *rest])

    return come


def of_policy(*rest: str) -> Callable[[World], str]:
    """A form about a policy."""
    return lambda world: "/".join([f"/policies/{world.in_screening().reference}", *rest])


def _commented(world: World) -> Edition:
    edition = world.awaiting()
    add_comment(
        world.store, assessment_id=edition.assessment_id, form="screening", question="purpose",
        actor_id=world.ids["strategy"], text="Say for whom.", token=world.token(),
    )  # fmt: skip
    return edition


def _to_resolve(world: World) -> str:
    edition = _commented(world)
    return f"/assessments/{edition.assessment_id}/comments/{world.all(Comment)[-1].id}/resolve"


def _a_condition(world: World) -> str:
    edition = world.awaiting()
    condition = ConditionInput("Ask the panel.", world.refs["author"], SOON, True)
    world.sign("chair", edition, SignatureKind.COMMITTEE, Verdict.AGREE_IF,
               conditions=(condition,), decided_on=world.clock.now().date(),
               minute_reference="14")  # fmt: skip
    return f"/assessments/{edition.assessment_id}/conditions/{world.all(Condition)[-1].id}"


def _found(world: World) -> Edition:
    """An assessment in which the checker finds something."""
    return road.assessed(world)


def _current(world: World) -> Edition:
    """A policy of high relevance that is published: its first report is awaited."""
    edition = road.approved(world)
    road.publish(world, edition)
    world.clock.at += dt.timedelta(days=100)
    return edition


def _any_current(world: World) -> Edition:
    """The same, or one that is there already."""
    for row in world.all(Assessment):
        if row.stage is Stage.CURRENT:
            [policy] = [one for one in world.all(Policy) if one.id == row.policy_id]
            return Edition(policy.reference, row.id)
    return _current(world)


def _reported(world: World) -> str:
    edition = _current(world)
    report = file_report(
        world.store, assessment_id=edition.assessment_id, number=1, actor_id=world.ids["author"],
        given=ReportInput(kind=ReportKind.NIL, reason="Nobody was stopped in these months."),
        token=world.token(),
    )  # fmt: skip
    return f"/assessments/{edition.assessment_id}/reports/{report}/publish"


def _screened_out(world):
    """A policy that was screened out, with an adviser who is trained whatever the day."""
    with unit_of_work(world.store) as unit:
        adviser = unit.session.get_one(User, world.ids["adviser"])
        adviser.trained_until = unit.today + dt.timedelta(days=100)
        unit.save(adviser)
        unit.record(ORGANISATION, "training_renewed", SYSTEM)
    return world.screened_out()


def _a_function(world: World) -> str:
    return f"/functions/{create_function(world.store, 'Custody', FunctionPhase.PRIORITY)}"


def _a_mail(world: World) -> str:
    world.awaiting()
    return f"/mails/{world.all(Message)[-1].id}/retry"


def _welcome(world: World) -> str:
    ref = add_user(world.store, name="Newcomer", email="newcomer@police.example",
                   password_hash="none yet", grants=[])  # fmt: skip
    return f"/welcome/{_link(world, ref)}"


def _link(world: World, ref: str) -> str:
    until = world.clock.now() + dt.timedelta(hours=1)
    with world.store.read_session() as session:
        user = user_by_ref(session, ref)
        assert user is not None
        return one_time_token(world.store.settings.secret, user, until)


def _urgent(world: World) -> str:
    edition = world.awaiting()
    world.sign("chair", edition, SignatureKind.COMMITTEE, decided_on=dt.date(2026, 11, 20),
               ratify_by=LATER)  # fmt: skip
    return f"/assessments/{edition.assessment_id}/ratification/{world.all(SignOff)[-1].id}"


def _awaiting(world: World) -> Edition:
    return world.awaiting()


def _screening(world: World) -> Edition:
    return world.in_screening()


def _leaving(world: World) -> str:
    world.register(owner_id=world.ids["colleague"])
    return f"/accounts/{world.refs['colleague']}/close"


def _held(world: World) -> str:
    world.register()
    return "/handover"


def _consulting(world: World) -> Edition:
    """An assessment that is approved: people are to be asked now."""
    edition = high_handed_in(world)
    for who, kind in (("adviser", SignatureKind.ADVISER), ("legal", SignatureKind.LEGAL)):
        road.sign_as(world, edition, "assessment", who, kind)
    road.approve(world, edition, "assessment")
    return edition


def _to_open(world: World) -> str:
    return f"/assessments/{_consulting(world).assessment_id}/consultation"


def _opened(world: World) -> str:
    edition = _consulting(world)
    open_consultation(
        world.store, assessment_id=edition.assessment_id, actor_id=world.ids["author"],
        closes_on=world.clock.now().date() + dt.timedelta(days=90), reason="", token=world.token(),
    )  # fmt: skip
    return f"/assessments/{edition.assessment_id}/consultation"


A = "/assessments/<int:assessment_id>"
SOURCE = {key: str(value) for key, value in samples.evidence_records(road.LOW)[0].items()
          if key not in ("ref", "as_of")} | day("as_of", dt.date(2026, 2, 1))  # fmt: skip
ACCOUNT = {"name": "Somebody", "email": "somebody{n}@police.example"}
DECISION = {"decision": "return", **day("due_on", SOON)}
SITTING = {"verdict": "agree_if", "sitting": "meeting", "interval_months": "12",
           "conditions-r1-owner": "U1", "conditions-r1-due": "6 12 2027",
           "conditions-r1-before": "no", **day("decided_on", dt.date(2026, 11, 20))}  # fmt: skip
AWAY = {**day("away_from", dt.date(2027, 12, 1)), **day("away_until", SOON), "stand_in": "U2"}

DOORS: dict[str, Door] = {
    "/policies/new": Door("author", at("/policies/new"), REGISTRATION | {
        "urgent": "yes", "owner_id": "n1", "deputy_id": "n2"}),
    "/policies/<reference>/evidence/new": Door("author", of_policy("evidence/new"), SOURCE),
    "/policies/<reference>/handover": Door("author", of_policy("handover"),
                                           {"owner": "U3", "deputy": "U2"}),
    "/evidence/<ref>/edit": Door("author", a_source("edit"), SOURCE, shows=True),
    "/evidence/<ref>/supersede": Door("author", a_source("supersede")),
    f"{A}/decision": Door("strategy", about(_commented, "decision"), DECISION,
                          used_up=True, hidden=("approve_reason", "reject_reason")),
    f"{A}/comments": Door("strategy", about(_commented, "comments"), {"question": "purpose"},
                          bare=("question", "comment-purpose")),
    f"{A}/comments/<int:comment_id>/resolve": Door("strategy", _to_resolve, bare=("back",)),
    f"{A}/judgements": Door("strategy", about(_awaiting, "judgements"), bare=("section", "grade")),
    f"{A}/<stage>/comment/<question>": Door(
        "strategy", about(_screening, "screening/comment/purpose")),
    f"{A}/<stage>/findings": Door("author", about(_found, "assessment/findings"),
                                  bare=("finding", "place", "reason-", "reason-x")),
    f"{A}/actions/<action>": Door("author", about(_screening, "actions/withdraw"),
                                  day("next_due_on", SOON), used_up=True),
    f"{A}/signatures": Door("strategy", about(_awaiting, "signatures"),
                            {"kind": "second", "asked": "U7"}),
    f"{A}/signatures/<kind>": Door("secretary", about(_awaiting, "signatures/committee"),
                                   SITTING),
    f"{A}/conditions/<int:condition_id>": Door("author", _a_condition, used_up=True),
    f"{A}/ratification/<int:item>": Door(
        "secretary", _urgent,
        {"word": "not_ratified", **day("decided_on", dt.date(2026, 11, 20))}, used_up=True),
    f"{A}/people": Door("author", about(_screening, "people"), {"person": "U3"}),
    f"{A}/people/remove": Door("author", about(_screening, "people/remove"),
                               bare=("person",)),
    f"{A}/assign": Door("strategy", about(_awaiting, "assign"), {"colleague": "U6"}),
    f"{A}/claim": Door("strategy", about(_awaiting, "claim"), bare=("back",)),
    f"{A}/release": Door("strategy", about(_awaiting, "release"), bare=("back",)),
    f"{A}/<stage>": Door("author", about(_screening, "screening"), bare=("form",)),
    f"{A}/consultation/open": Door(
        "author", lambda w: _to_open(w) + "/open",
        day("closes_on", dt.date(2027, 1, 20)), used_up=True),
    f"{A}/consultation/extend": Door(
        "author", lambda w: _opened(w) + "/extend", day("closes_on", SOON), used_up=True),
    f"{A}/consultation/close": Door("author", lambda w: _opened(w) + "/close"),
    f"{A}/preview": Door("strategy2", about(road.approved_low, "preview"), bare=("seen",)),
    f"{A}/publish": Door("strategy", about(road.approved_low, "publish"), bare=("x",)),
    f"{A}/reports/<int:number>/file": Door(
        "author", about(_current, "reports/1/file"),
        {"kind": "full"}, used_up=True, hidden=("reason",),),
    f"{A}/reports/<int:report_id>/publish": Door("strategy", _reported, bare=("checked",)),
    f"{A}/signal": Door("strategy", about(_any_current, "signal"),
                        bare=("review_reason", "reason")),
    f"{A}/amendment": Door("author", about(_any_current, "amendment"),
                           bare=("summary", "before", "after")),
    f"{A}/amendment/decline": Door("strategy", about(_any_current, "amendment/decline"),
                                   bare=("reason",)),
    "/policies/<reference>/editions/new": Door(
        "strategy", lambda w: f"/policies/{_screened_out(w).reference}/editions/new",
        bare=("because", "reason")),
    "/policies/<reference>/lateness": Door("author", of_policy("lateness"), bare=("text",)),
    "/policies/<reference>/change": Door("author", of_policy("change"), hidden=("urgent_reason",)),
    "/policies/<reference>/text": Door("author", of_policy("text"), bare=("note",)),
    "/functions/new": Door("admin", at("/functions/new"), {"phase": "priority"}),
    "/functions/<int:row_id>": Door("admin", _a_function, shows=True),
    "/calendar": Door("deputy", at("/calendar"), bare=("token", "address")),
    "/calendar/end": Door("deputy", at("/calendar"), bare=("token", "address")),
    "/account/mails": Door("deputy", at("/account/mails"), bare=("digest", "mails")),
    f"{A}/due/<due_kind>/<int:item>/pause": Door(
        "strategy", about(_screening, "due/screening/0/pause"),
        bare=("until", "reason", "paused_until-day", "paused_until-month", "paused_until-year")),
    "/reminders": Door("admin", at("/reminders"), bare=("day", "day-day", "day-month", "day-year")),
    "/reminders/release": Door("admin", at("/reminders/release"), bare=("run", "x")),
    "/handover": Door("admin", _held, {"leaver": "u1", "taker": "U3"}),
    "/accounts/new": Door("admin", at("/accounts/new"), ACCOUNT),
    "/accounts/<account>/edit": Door("admin", one_account("edit"),
                                     {"email": "c@police.example"}, shows=True),
    "/accounts/<account>/close": Door("admin", _leaving),
    "/accounts/<account>/away": Door("admin", one_account("away"), AWAY),
    "/accounts/<account>/away/end": Door("admin", one_account("away/end"), bare=("x",)),
    "/accounts/<account>/invite": Door("admin", one_account("invite"), bare=("x",)),
    "/accounts/<account>/address": Door("admin", one_account("address"), bare=("x",)),
    "/accounts/<account>/open": Door("admin", one_account("open"), bare=("x",)),
    "/away": Door("deputy", at("/away"), AWAY | {"stand_in": "U1"}),
    "/away/end": Door("deputy", at("/away/end"), bare=("x",)),
    "/units/new": Door("admin", at("/units/new")),
    "/units/<int:row_id>": Door("admin", at("/units/1"), shows=True),
    "/committees/<int:committee_id>/meetings": Door(
        "secretary", at("/committees/1/meetings"), bare=("held_on-day", "held_on-month", "x")),
    "/committees/<int:committee_id>/meetings/off": Door(
        "secretary", at("/committees/1/meetings/off"), bare=("held_on",)),
    "/committees/new": Door("admin", at("/committees/new")),
    "/committees/<int:row_id>": Door("admin", at("/committees/1"), shows=True),
    "/settings": Door("admin", at("/settings")),
    "/settings/<setting_id>/reset": Door("admin", at("/settings/screening_days/reset"),
                                         bare=("seen", "x")),
    "/mails/<int:mail_id>/retry": Door("admin", _a_mail, bare=("x",)),
    "/sign-in": Door("", at("/sign-in")),
    "/forgotten-password": Door("", at("/forgotten-password")),
    "/welcome/<link>": Door("", _welcome),
    "/sign-out": Door("scrutiny", at("/sign-out"), bare=("x",)),
}  # fmt: skip
"""By route. The sections of the question sets have a test of their own."""

SECTION = f"{A}/<stage>/<section_id>"
