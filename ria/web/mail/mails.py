"""The administrator's mail pages: what was sent, what is queued, what failed and why."""

from __future__ import annotations

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from ria.models import MailState, User
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.mails.sample import sample_mail
from ria.permissions.map import Permission
from ria.queries.mail import mails as query
from ria.services.mail.mails import retry
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import neighbours, one_of, start, typed
from ria.web.kit.templating import readable
from ria.web.mail.demo_mail import stored_mail
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("mails", __name__)

STATES = {
    MailState.WAITING: "Waiting",
    MailState.HELD: "Held",
    MailState.SENDING: "Being sent",
    MailState.SENT: "Sent",
    MailState.NOT_NEEDED: "No longer needed",
    MailState.FAILED: "Failed",
}


@pages.get("/mails")
@requires(Permission.MAIL_READ)
def listed() -> Response:
    """List the mails, newest first."""
    filters = query.MailFilters(words=typed("words"), state=one_of("state", MailState))
    shown = query.mails(read_session(), filters, start())
    return page(
        "pages/mail/list.html",
        mails=shown.rows,
        filters=filters,
        states=STATES,
        **neighbours(shown, words=filters.words, state=filters.state),
    )


@pages.get("/mails/kinds")
@requires(Permission.MAIL_READ)
def kinds() -> Response:
    """Show every kind of mail, and one of them as its recipients would see it."""
    wanted = typed("kind")
    kind = wanted if wanted in CATALOGUE else next(iter(CATALOGUE))
    store = the_store()
    reader = read_session().get_one(User, signed_in().id)
    at = store.clock.now()
    return page(
        "pages/mail/kinds.html",
        kind=kind,
        kinds=[(each, readable(each)) for each in CATALOGUE],
        mail=sample_mail(kind, reader, store.links, store.settings.organisation, at),
    )


@pages.get("/mails/<int:mail_id>")
@requires(Permission.MAIL_READ)
def one(mail_id: int) -> Response:
    """Show one mail, and in a demonstration its text as it arrived."""
    found = query.mail(read_session(), mail_id)
    if found is None:
        raise NotFound
    return page(
        "pages/mail/one.html",
        mail=found,
        instead=query.sent_instead(read_session(), mail_id),
        states=STATES,
        stored=stored_mail(the_store().settings, found.message_id),
    )


@pages.post("/mails/<int:mail_id>/retry")
@requires(Permission.MAIL_READ)
def again(mail_id: int) -> Response:
    """Put a failed mail back into the queue."""
    if retry(write_store(), mail_id, actor_id=signed_in().id):
        flash("The mail is waiting to be sent again.", "success")
    else:
        flash("The mail had not failed, so nothing was done.", "info")
    return go_to(f"/mails/{mail_id}")
