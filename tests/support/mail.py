"""An SMTP server that keeps what it gets in a folder, and can be slow or unwilling.

In the test's own process: `SmtpSink(folder).start()`. As a process of its own, for tests that kill
and restart things: ``python -m tests.support.mail FOLDER PORT``. Both obey `control.json` in the
folder, so `Mailbox` steers and reads either.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import warnings
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from tests.support.processes import eventually, free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from aiosmtpd.controller import Controller

LARGEST = 25 * 2**20


@dataclass(frozen=True)
class Received:
    """One accepted mail: the addresses of the envelope, and the mail itself."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain-text part, with LF line ends."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part, with LF line ends."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        assert body is not None, f"the mail has no {kind} part"
        return body.get_content().replace("\r\n", "\n")


class Mailbox:
    """The folder of a sink: what arrived, and how the sink shall behave from now on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def received(self) -> list[Received]:
        """Every accepted mail, in the order of arrival."""
        return [_read(file) for file in sorted(self.folder.glob("*.json")) if _is_mail(file)]

    def wait_for(self, number: int, seconds: float = 15) -> list[Received]:
        """All mails, as soon as there are at least `number`."""

        def enough() -> list[Received] | None:
            mails = self.received()
            return mails if len(mails) >= number else None

        return eventually(enough, f"{number} mails in the sink", seconds)

    def clear(self) -> None:
        """Throw away what arrived so far."""
        for file in self.folder.glob("*.json"):
            if _is_mail(file):
                file.unlink()

    def behave(
        self, delay: float = 0, refuse: dict[str, str] | None = None, dawdle: float = 0
    ) -> None:
        """Wait `delay` seconds before a mail is kept, and `dawdle` seconds before that is said;
        refuse addresses with a reply ("550 No")."""
        content = json.dumps({"delay": delay, "dawdle": dawdle, "refuse": refuse or {}})
        _write(self.folder / "control.json", content)

    def behaviour(self) -> dict:
        """What `behave` last asked for."""
        try:
            return json.loads((self.folder / "control.json").read_text())
        except FileNotFoundError:
            return {"delay": 0, "dawdle": 0, "refuse": {}}


class _Handler:
    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self._numbers = count()

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = self.mailbox.behaviour()["refuse"].get(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.mailbox.behaviour()["delay"])
        kept = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "content": envelope.original_content.decode("latin-1"),
        }
        name = f"{time.time_ns():020}-{next(self._numbers):06}.json"
        _write(self.mailbox.folder / name, json.dumps(kept))
        await asyncio.sleep(self.mailbox.behaviour()["dawdle"])
        return "250 Kept"


class SmtpSink(Mailbox):
    """A mailbox with a server in a thread of this process. `url` is what `RIA_SMTP_URL` takes."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        super().__init__(folder)
        self.port = port or free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._controller: Controller | None = None

    def start(self) -> SmtpSink:
        """Listen; a sink that was stopped listens on the same port again."""
        self._controller = Controller(
            _Handler(self), hostname="127.0.0.1", port=self.port, data_size_limit=LARGEST
        )
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening; what arrived stays."""
        if self._controller:
            self._controller.stop()
            self._controller = None


def _is_mail(file: Path) -> bool:
    return file.name[0].isdigit()


def _read(file: Path) -> Received:
    kept = json.loads(file.read_text())
    message = message_from_bytes(kept["content"].encode("latin-1"), policy=policy.default)
    return Received(kept["sender"], tuple(kept["recipients"]), message)


def _write(file: Path, content: str) -> None:
    """Write as a whole, for readers that look while we write."""
    partial = file.with_suffix(".partial")
    partial.write_text(content)
    partial.replace(file)


if __name__ == "__main__":
    sink = SmtpSink(Path(sys.argv[1]), int(sys.argv[2])).start()
    print(sink.url, flush=True)  # noqa: T201  (what the parent waits for)
    try:
        while True:
            time.sleep(60)
    except KeyboardInterrupt:
        sink.stop()
