"""Who is reminded of what on a day, runs that await confirmation, and what is long overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.deadlines.reminding import day_form, mails_form, pause_form
from ria.clock import bank_holidays
from ria.models import User, target_of
from ria.notify.reminders.held_runs import release, waiting_run
from ria.notify.reminders.plan import Plan, one_by_one, plan
from ria.permissions.map import Permission, may
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.long_overdue import MOST, LongOverdue, board_pack, open_things
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.reminding import choose_mails, pause_reminders
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import today
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store
from workflows.ladder import is_working_day

pages = Blueprint("reminders", __name__)

PAUSE = "/assessments/<int:assessment_id>/due/<due_kind>/<int:item>/pause"


@form_page(pages, "/reminders", Permission.REMINDERS_READ)
def on_a_day() -> FormPage:
    """Who would be reminded of what on a day (today if none is chosen), and the form to choose
    another.
    """
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = today()
    form = day_form(day.isoformat())()
    return FormPage(
        "pages/deadlines/reminders/day.html",
        form,
        lambda: Done(f"/reminders?day={form.given['day']}", ""),
        lambda: _planned(day),
    )


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


@form_page(pages, PAUSE, Permission.REMINDERS_PAUSE)
def pause(assessment_id: int, due_kind: str, item: int) -> FormPage:
    """One due item, and the form to pause its reminders until a day, with a reason."""
    found = _item(assessment_id, due_kind, item)
    form = pause_form(current_settings(read_session()).longest_pause_days)()

    def command() -> Done:
        pause_reminders(
            write_store(),
            assessment_id=assessment_id,
            kind=due_kind,
            item=item,
            until=date.fromisoformat(str(form.given["until"])),
            reason=str(form.given["reason"]),
            actor_id=signed_in().id,
        )
        return Done("/reminders/overdue", "The reminders are paused.")

    return FormPage(
        "pages/deadlines/reminders/pause.html",
        form,
        command,
        lambda: {"thing": found, "address": request.path},
    )


@form_page(pages, "/account/mails", Permission.ACCOUNT)
def own_mails() -> FormPage:
    """How one's own reminders come."""
    user = read_session().get_one(User, signed_in().id)
    form = mails_form({"mail_day": f"d{user.mail_day}", "with_calendar": user.with_calendar})()

    def command() -> Done:
        choose_mails(
            write_store(),
            actor_id=signed_in().id,
            mail_day=int(str(form.given["mail_day"]).removeprefix("d")),
            with_calendar=form.given["with_calendar"] is True,
        )
        return Done("/account/mails", "Saved.")

    return FormPage("pages/deadlines/reminders/own.html", form, command)


def _item(assessment_id: int, kind: str, item: int) -> LongOverdue:
    seen = the_assessment(assessment_id)
    if kind not in DUE_KINDS:
        raise NotFound
    for thing in open_things(read_session(), target_of(seen.assessment), today()):
        if (thing.kind, thing.item) == (kind, item):
            return thing
    raise NotFound


def _planned(day: date) -> dict[str, Any]:
    holidays = bank_holidays(current_settings(read_session()).holidays)
    works = is_working_day(day, holidays)
    found = plan(read_session(), day) if works else Plan()
    return {
        "day": day,
        "works": works,
        "planned": one_by_one(read_session(), found.planned)[:MOST],
        "number": sum(len(each.target_ids) for each in found.planned),
        "people": len({each.recipient for each in found.planned}),
        "held": waiting_run(read_session(), today()),
        "may_release": may(Permission.MAIL_READ, signed_in()),
    }
