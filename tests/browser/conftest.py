"""The service as people meet it: a real server, a real browser, real mail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from tests.browser.visitor.journey import WITHOUT_SCRIPTS, Journey
from tests.browser.visitor.service import LiveService
from tests.browser.visitor.visiting import InChromium
from tests.journeys.lives.test_six_years import BEGIN, let_mails_go_out
from tests.journeys.lives.years import Years
from tests.ria.building import build_world
from tests.ria.web.conftest import Site, build_site
from tests.support.mail import SmtpSink
from tests.support.processes import free_port


@contextmanager
def serve(site: Site, port: int, sink: SmtpSink) -> Iterator[LiveService]:
    """The application served from a thread of this process."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield LiveService(site.world, f"http://127.0.0.1:{port}", sink)
    server.shutdown()
    thread.join()
    server.server_close()
    site.world.store.close()


@pytest.fixture
def live_server(sqlite_url, tmp_path, smtp_sink) -> Iterator[LiveService]:
    """A fresh organisation, served."""
    port = free_port()
    world = build_world(sqlite_url, tmp_path / "data", smtp_url=smtp_sink.url,
                        base_url=f"http://127.0.0.1:{port}")  # fmt: skip
    with serve(build_site(world), port, smtp_sink) as service:
        yield service


@pytest.fixture
def years(sqlite_url, tmp_path, smtp_sink, new_session) -> Iterator[Years]:
    """Six years to live in Chromium, by keyboard and without JavaScript."""
    port = free_port()
    world = build_world(sqlite_url, tmp_path / "data", at=BEGIN, smtp_url=smtp_sink.url,
                        base_url=f"http://127.0.0.1:{port}")  # fmt: skip
    site = build_site(world)
    let_mails_go_out(site)
    with serve(site, port, smtp_sink) as service:
        journey = Journey(service, new_session, WITHOUT_SCRIPTS)
        seen = InChromium(site.world, site.app, site.clock, journey)
        yield Years(seen, smtp_sink, usual=site)
