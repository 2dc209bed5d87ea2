"""Turn a rendered mail into the MIME message that is sent."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ria.notify.mails.render import Rendered
from ria.notify.text import one_line
from ria.settings import Settings


class AddressError(Exception):
    """An address to which no mail can be sent."""


def mime_message(
    rendered: Rendered,
    *,
    settings: Settings,
    to: str,
    name: str,
    message_id: str,
    at: datetime,
    calendar: bytes | None = None,
) -> EmailMessage:
    """Build text and HTML under one set of headers, with a calendar file if one is given.

    Raises `AddressError` for something that is not an address.

    In `redirect:` mode the mail goes to the configured address, and a header of its own names the
    intended recipient.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _plain(rendered.subject)
    message["From"] = _address("Race-equality impact assessment", settings.mail_from)
    meant_for = _address(name, to)
    redirected = settings.mail_mode.removeprefix("redirect:")
    if redirected != settings.mail_mode:
        message["To"] = _address("", redirected)
        message["X-RIA-Meant-For"] = str(meant_for)
    else:
        message["To"] = meant_for
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    if calendar is not None:
        message.add_attachment(
            calendar,
            maintype="text",
            subtype="calendar",
            filename="day.ics",
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    return message


def _plain(words: str) -> str:
    """The text without MIME encoded words, which a mail reader would decode in a header."""
    return words.replace("=?", "= ?")


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=_plain(one_line(name)), addr_spec=address)
    except (ValueError, IndexError) as error:
        raise AddressError(f"{one_line(address)!r} is no e-mail address") from error
    except Exception as error:  # the parser's own errors have no narrower base class in common
        raise AddressError(f"{one_line(address)!r} cannot be read as an e-mail address") from error
