"""One organisation as people meet it: where it is served, and the mail it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ria.notify.delivery.deliver import deliver
from tests.ria.building import World
from tests.support.mail import Received, SmtpSink

LINK = re.compile(r"https?://\S+")


@dataclass
class LiveService:
    """A served organisation. `url` is where it is, `sink` where its mails arrive."""

    world: World
    url: str
    sink: SmtpSink

    def mail_to(self, name: str) -> Received:
        """The newest mail to one of the organisation's people, once the outbox is delivered."""
        deliver(self.world.store)
        address = f"{name}@police.example"
        return [mail for mail in self.sink.received() if address in mail.recipients][-1]

    def link_to(self, name: str) -> str:
        """The link in that mail: there is one, and both parts of the mail have it."""
        mail = self.mail_to(name)
        (link,) = set(LINK.findall(mail.text))
        assert f'href="{link}"' in mail.html
        return link
