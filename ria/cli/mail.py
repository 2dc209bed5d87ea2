"""`ria tick` and `ria deliver`: what Celery does, by hand or by cron."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from ria.cli.opening import opened
from ria.cli.plain import Line

if TYPE_CHECKING:
    from ria.notify.plan import Telling
    from ria.notify.tick import TickReport

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--as-of", type=DAY, help="Reckon as on this day (YYYY-MM-DD).")
@click.option("--dry-run", is_flag=True, help="Say who would be told what, and write nothing.")
def tick(as_of: datetime | None, dry_run: bool) -> None:
    """Remind people of what is due. Run it as often as you like."""
    from ria.notify.tick import tick as run

    with opened() as store:
        report = run(store, as_of=as_of.date() if as_of else None, dry_run=dry_run)
    _say(report, dry_run)


@click.command()
def deliver() -> None:
    """Send the mails that wait in the outbox."""
    from ria.notify.deliver import deliver as run

    with opened() as store:
        if store.settings.mail_mode == "hold":
            click.echo("RIA_MAIL_MODE is hold: nothing was sent.")
            return
        done = run(store)
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
    for telling in report.told:
        click.echo(_line(telling))
    verb = "would be written" if dry_run else "written"
    click.echo(f"{report.mails} mails {verb}, about {len(report.told)} things.")


def _line(telling: Telling) -> str:
    step = telling.step
    when = "on the day" if step == 0 else f"{abs(step)} days {'before' if step < 0 else 'after'}"
    why = " and ".join(told.value.replace("_", " ") for told in telling.told)
    return (
        f"{telling.recipient.name} ({telling.recipient.ref}), as {why}: {telling.words} of "
        f"{telling.due.reference} “{telling.due.title}”, due on {telling.due.due_on} (step: {when})"
    )
