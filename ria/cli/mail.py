"""`ria tick` and `ria deliver`: the work of Celery, by hand or by cron."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from ria.cli.kit.opening import opened
from ria.cli.kit.plain import Line
from ria.cli.kit.surroundings import surroundings

if TYPE_CHECKING:
    from ria.notify.reminders.plan import ToldThing
    from ria.notify.reminders.tick import TickReport

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--as-of", type=DAY, help="Reckon as on this day (YYYY-MM-DD).")
@click.option("--dry-run", is_flag=True, help="Say who would be told what, and write nothing.")
@click.option("--confirm", is_flag=True, help="Let the reminders go that wait for a word.")
def tick(as_of: datetime | None, dry_run: bool, confirm: bool) -> None:
    """Start the reviews that are due, and remind people. Run it as often as you like."""
    from ria.notify.reminders.held_runs import release
    from ria.notify.reminders.tick import tick as run
    from ria.notify.runs import run_tick
    from ria.services.kit.errors import NotFound

    with opened() as store:
        if confirm and not dry_run:
            try:
                release(store)
            except NotFound:
                raise Line("no reminders wait for a word") from None
        if as_of or dry_run:
            report = run(store, as_of=as_of.date() if as_of else None, dry_run=dry_run)
        else:
            report = run_tick(store)
    _say(report, dry_run)


@click.command()
def deliver() -> None:
    """Send the mails that wait in the outbox."""
    from ria.notify.runs import run_deliver

    with opened() as store:
        if store.settings.mail_mode == "hold":
            click.echo("RIA_MAIL_MODE is hold: nothing was sent.")
            return
        surroundings().require_server("RIA_SMTP_URL")
        done = run_deliver(store)
    click.echo(
        f"{done.sent} sent, {done.delayed} to be tried again, {done.failed} failed, "
        f"{done.not_needed} no longer needed, {done.handed_back} left for the next run."
    )
    if done.trouble:
        raise Line(f"the mail server cannot be used: {done.trouble}")


def _say(report: TickReport, dry_run: bool) -> None:
    click.echo(f"{report.today:%A %d %B %Y}")
    if not report.is_working_day:
        click.echo("No working day: what is due waits for the next one.")
    for reminder in report.told:
        click.echo(_line(reminder))
    if report.is_held:
        click.echo(
            "That is more than go out without asking: they wait. Let them go on the page of "
            "reminders, or with `ria tick --confirm`."
        )
    waits = dry_run or report.is_held
    verb = "would be written" if waits else "written"
    click.echo(f"{report.mails} mails {verb}, about {report.things} things.")


def _line(reminder: ToldThing) -> str:
    due = reminder.due
    return (
        f"{reminder.recipient.name} <{reminder.recipient.email}>, as {reminder.roles_in_words}: "
        f"{reminder.words} of {due.reference} “{due.title}”, due on {due.due_on} "
        f"(step: {reminder.step_in_words})"
    )
