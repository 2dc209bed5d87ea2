"""One SMTP connection, reused. Every way in which a server can refuse is sorted into three
exceptions.

A server that does not finish answering within thirty seconds in all is hung up on, however slowly
it keeps sending.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from ria.notify.text import one_line
from ria.settings import SettingsError

TIMEOUT = 30.0
PORTS = {"smtp": 25, "smtps": 465}
_OF_POLICY = re.compile(r"\d{3}[ -][45]\.7\.")
"""A reply about policy (RFC 3463: who may send what), which says nothing about the address."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SmtpError(Exception):
    """A mail was not accepted; the message says why, in one line. `of_address`: the recipient's
    address was refused, rather than the mail or the sender.
    """

    def __init__(self, why: str, *, of_address: bool = False) -> None:
        super().__init__(why)
        self.of_address = of_address


class Unreachable(SmtpError):
    """No connection, or the server does not let us in: no mail can be sent now."""


class Delayed(SmtpError):
    """This mail was not accepted, but may be later."""


class Incident(SmtpError):
    """This mail will never be accepted as it is: somebody must look into it."""


@dataclass(frozen=True)
class SmtpServer:
    """The server that `RIA_SMTP_URL` describes: TLS with smtps, STARTTLS with a password."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = ""

    @property
    def wants_starttls(self) -> bool:
        """Whether to use STARTTLS: a password crosses a network only under TLS."""
        return bool(self.user) and not self.is_tls and self.host not in LOOPBACK


def parse_smtp_url(url: str) -> SmtpServer:
    """`smtp://[user:password@]host[:port]` or `smtps://…`. Raises `SettingsError`."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise SettingsError("RIA_SMTP_URL: must be smtp://[user:password@]host[:port] or smtps://…")
    return SmtpServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class SmtpConnection:
    """A connection that is opened when first needed. Use as a context manager; one thread."""

    def __init__(self, server: SmtpServer, timeout: float = TIMEOUT) -> None:
        self.server = server
        self.timeout = timeout
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> SmtpConnection:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException), self._patience():
                self._line.quit()
        self._hang_up()

    @property
    def is_connected(self) -> bool:
        """Whether the server is still connected, as far as is known."""
        return self._line is not None

    def connect(self) -> None:
        """Connect unless connected already. Raises `Unreachable`."""
        if self._line is not None:
            return
        try:
            with self._patience():
                self._dial()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unreachable(f"{self.server.host}:{self.server.port}: {_why(error)}") from None

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Hand over one mail to one recipient. Raises `Delayed` or `Incident`."""
        assert self._line is not None, "connect first"
        try:
            with self._patience():
                self._line.send_message(message, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*error.recipients[to], is_recipient=True) from None
        except smtplib.SMTPSenderRefused as error:
            raise Delayed(f"our own address: {_reply(error.smtp_code, error.smtp_error)}") from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPNotSupportedError as error:  # SMTPUTF8 is not supported
            raise Incident(_why(error), of_address=True) from None
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Delayed(_why(error)) from None
        finally:
            self._notice_hanging_up()

    def _dial(self) -> None:
        server = self.server
        kind = _TlsLine if server.is_tls else _Line
        tls = {"context": ssl.create_default_context()} if server.is_tls else {}
        kind(self, server.host, server.port, timeout=self.timeout, **tls)
        assert self._line is not None
        self._line.ehlo_or_helo_if_needed()
        if server.wants_starttls:
            self._line.starttls(context=ssl.create_default_context())
        if server.user:
            self._line.login(server.user, server.password)

    def _notice_hanging_up(self) -> None:
        """Notice that the server hung up with its answer (421); `smtplib` then drops the socket."""
        if getattr(self._line, "sock", None) is None:
            self._line = None

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """Shut down the connection when the time is up, which wakes the thread that reads."""
        timer = threading.Timer(self.timeout, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        sock = getattr(self._line, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(2)


class _Line(smtplib.SMTP):
    """Registers with its connection before dialling: `smtplib` dials in its constructor."""

    def __init__(self, connection: SmtpConnection, *args: Any, **kwargs: Any) -> None:
        connection._line = self
        super().__init__(*args, **kwargs)


class _TlsLine(smtplib.SMTP_SSL):
    """The same over TLS."""

    def __init__(self, connection: SmtpConnection, *args: Any, **kwargs: Any) -> None:
        connection._line = self
        super().__init__(*args, **kwargs)


def _refusal(code: int, text: bytes | str, *, is_recipient: bool = False) -> SmtpError:
    kind = Incident if code >= 500 else Delayed
    reply = _reply(code, text)
    return kind(reply, of_address=is_recipient and not _OF_POLICY.match(reply))


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {words}")


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return one_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)
