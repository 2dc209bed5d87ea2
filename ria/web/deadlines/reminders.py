"""Who is reminded of what on a day, runs that await confirmation, and what is long overdue."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.deadlines.reminding import day_form, mails_form, pause_form
from forms.pages.page import PageForm
from ria.clock import bank_holidays
from ria.models import User, target_of
from ria.notify.reminders.held_runs import release, waiting_run
from ria.notify.reminders.plan import Plan, one_by_one, plan
from ria.permissions.map import Permission, may
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.long_overdue import MOST, LongOverdue, board_pack, open_things
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.reminding import choose_mails, pause_reminders
from ria.services.kit.errors import Invalid
from ria.web.kit.forms import as_errors, today
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import LARGEST_ID
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store
from workflows.ladder import is_working_day

pages = Blueprint("reminders", __name__)

PAUSE = "/assessments/<int:assessment_id>/due/<due_kind>/<int:item>/pause"


@pages.get("/reminders")
@requires(Permission.REMINDERS_READ)
def on_a_day() -> Response:
    """Show who would be reminded of what on a day; today if none is chosen."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = today()
    return _day_page(day, day_form(day.isoformat())())


@pages.post("/reminders")
@requires(Permission.REMINDERS_READ)
def choose_day() -> Response:
    """Choose another day to look at."""
    form = day_form()()
    if not form.validate():
        return _day_page(today(), form, 422)
    return go_to(f"/reminders?day={form.given['day']}")


@pages.post("/reminders/release")
@requires(Permission.MAIL_READ)
def let_go() -> Response:
    """Confirm a run of reminders that awaits confirmation."""
    if waiting_run(read_session(), today()) is None:
        flash("Nothing waits for your word.", "info")
    else:
        release(write_store(), signed_in().id)
        flash("The reminders go out within a minute or two.", "success")
    return go_to("/reminders")


@pages.get("/reminders/overdue")
@requires(Permission.REMINDERS_READ)
def overdue() -> Response:
    """List what the board's papers report as overdue."""
    return page(
        "pages/deadlines/reminders/overdue.html",
        rows=board_pack(read_session(), today()),
        may_pause=may(Permission.REMINDERS_PAUSE, signed_in()),
    )


@pages.get(PAUSE)
@requires(Permission.REMINDERS_PAUSE)
def pause(assessment_id: int, due_kind: str, item: int) -> Response:
    """Show one due item, and the form to pause its reminders."""
    thing = _item(assessment_id, due_kind, item)
    return _pause_page(thing, _pause_form())


@pages.post(PAUSE)
@requires(Permission.REMINDERS_PAUSE)
def set_pause(assessment_id: int, due_kind: str, item: int) -> Response:
    """Pause its reminders until a day, with a reason."""
    thing = _item(assessment_id, due_kind, item)
    form = _pause_form()
    if form.validate():
        try:
            pause_reminders(
                write_store(),
                assessment_id=assessment_id,
                kind=due_kind,
                item=item,
                until=date.fromisoformat(str(form.given["until"])),
                reason=str(form.given["reason"]),
                actor_id=signed_in().id,
            )
        except Invalid as refusal:
            form.refuse(refusal.field, refusal.message)
        else:
            flash("The reminders are paused.", "success")
            return go_to("/reminders/overdue")
    return _pause_page(thing, form, 422)


@pages.get("/account/mails")
@requires(Permission.ACCOUNT)
def own_mails() -> Response:
    """Show how one's own reminders come."""
    return _mails_page(_mails_form())


@pages.post("/account/mails")
@requires(Permission.ACCOUNT)
def set_own_mails() -> Response:
    """Choose how one's own reminders come."""
    form = _mails_form()
    if not form.validate():
        return _mails_page(form, 422)
    choose_mails(
        write_store(),
        actor_id=signed_in().id,
        mail_day=int(str(form.given["mail_day"]).removeprefix("d")),
        with_calendar=form.given["with_calendar"] is True,
    )
    flash("Saved.", "success")
    return go_to("/account/mails")


def _item(assessment_id: int, kind: str, item: int) -> LongOverdue:
    seen = the_assessment(assessment_id, Permission.REMINDERS_PAUSE)
    if kind not in DUE_KINDS or item > LARGEST_ID:
        raise NotFound
    for thing in open_things(read_session(), target_of(seen.assessment), today()):
        if (thing.kind, thing.item) == (kind, item):
            return thing
    raise NotFound


def _pause_form() -> PageForm:
    return pause_form(current_settings(read_session()).longest_pause_days)()


def _pause_page(thing: LongOverdue, form: PageForm, status: int = 200) -> Response:
    return page(
        "pages/deadlines/reminders/pause.html",
        status,
        thing=thing,
        address=request.path,
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )


def _mails_form() -> PageForm:
    user = read_session().get(User, signed_in().id)
    assert user is not None
    return mails_form({"mail_day": f"d{user.mail_day}", "with_calendar": user.with_calendar})()


def _mails_page(form: PageForm, status: int = 200) -> Response:
    return page(
        "pages/deadlines/reminders/own.html",
        status,
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )


def _day_page(day: date, form: PageForm, status: int = 200) -> Response:
    holidays = bank_holidays(current_settings(read_session()).holidays)
    works = is_working_day(day, holidays)
    found = plan(read_session(), day) if works else Plan()
    return page(
        "pages/deadlines/reminders/day.html",
        status,
        day=day,
        works=works,
        planned=one_by_one(read_session(), found.planned)[:MOST],
        number=sum(len(each.target_ids) for each in found.planned),
        people=len({each.recipient for each in found.planned}),
        held=waiting_run(read_session(), today()),
        may_release=may(Permission.MAIL_READ, signed_in()),
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )
