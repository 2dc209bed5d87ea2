"""The service as people meet it: a real server, a real browser, real mail."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.serving import make_server

from ria.notify.deliver import deliver
from tests.ria.building import World, build_world
from tests.ria.web.conftest import build_site
from tests.support.mail import Received, SmtpSink
from tests.support.processes import free_port

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


@pytest.fixture
def live_server(sqlite_url, tmp_path, smtp_sink) -> Iterator[LiveService]:
    """The application served from a thread of this process."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    world = build_world(sqlite_url, tmp_path / "data", smtp_url=smtp_sink.url, base_url=url)
    server = make_server("127.0.0.1", port, build_site(world).app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield LiveService(world, url, smtp_sink)
    server.shutdown()
    thread.join()
    server.server_close()
    world.store.close()
