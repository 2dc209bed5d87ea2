"""Tests of the fixtures themselves, since every other test relies on them."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from email.message import EmailMessage

import pytest
from sqlalchemy import inspect, text

from ria.db.engine import open_engine
from tests.support.accessibility import assert_accessible, axe_violations
from tests.support.mail import Mailbox, SmtpSink
from tests.support.processes import end, eventually, free_port, listening, program
from tests.support.redis import RedisServer

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Page – RIA</title></head>
<body><main><h1>Page</h1>{content}</main></body></html>"""


def a_mail(to="unit-head@ria.example"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ria@localhost", to, "Für Sie: résumé"
    mail.set_content("One line\nand another.")
    mail.add_alternative("<p>One line</p>", subtype="html")
    return mail


def send(port, mail):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        return client.send_message(mail)


def test_redis_comes_back_at_the_same_address(redis_url, redis_server):
    with redis_server.client() as client:
        client.set("kept", "in memory only")
    redis_server.stop()
    redis_server.start()
    with redis_server.client() as client:
        assert client.keys() == []
    assert redis_server.url == redis_url


def test_redis_listens_on_no_port_and_leaves_nothing():
    server = RedisServer().start()
    process = server.process
    with server.client() as client:
        assert client.config_get("port") == {"port": "0"}
    server.discard()
    assert process.poll() is not None
    assert not server.folder.exists()


def test_a_database_has_the_schema_and_is_writable(both_databases):
    engine = open_engine(both_databases)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE scratch (n INTEGER)"))
        assert "alembic_version" in inspect(connection).get_table_names()
    engine.dispose()


def test_each_test_has_a_database_of_its_own(both_databases):
    engine = open_engine(both_databases)
    assert "scratch" not in inspect(engine).get_table_names()
    engine.dispose()


def test_a_bare_database_has_no_table(both_bare_databases):
    engine = open_engine(both_bare_databases)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_sink_keeps_a_mail_as_it_was(smtp_sink):
    send(smtp_sink.port, a_mail())
    [received] = smtp_sink.wait_for(1)
    assert received.recipients == ("unit-head@ria.example",)
    assert received.message["Subject"] == "Für Sie: résumé"
    assert received.text == "One line\nand another.\n"
    assert received.html == "<p>One line</p>\n"


def test_the_sink_refuses_whom_it_is_told_to(smtp_sink):
    smtp_sink.behave(refuse={"gone@ria.example": "550 No such person"})
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="No such person"):
        send(smtp_sink.port, a_mail("gone@ria.example"))
    send(smtp_sink.port, a_mail())
    assert len(smtp_sink.received()) == 1


def test_the_sink_is_slow_when_it_is_told_to(smtp_sink):
    smtp_sink.behave(delay=5)
    with smtplib.SMTP("127.0.0.1", smtp_sink.port, timeout=0.5) as client, pytest.raises(OSError):
        client.send_message(a_mail())


def test_the_sink_runs_as_a_process_too(tmp_path):
    port, mailbox = free_port(), Mailbox(tmp_path / "mail")
    command = [sys.executable, "-m", "tests.support.mail", str(mailbox.folder), str(port)]
    process = subprocess.Popen(command)
    eventually(lambda: listening(port), "the sink listens")
    send(port, a_mail())
    process.kill()
    end(process)
    assert len(mailbox.received()) == 1
    assert SmtpSink(mailbox.folder).received()[0].message["To"] == "unit-head@ria.example"


@pytest.mark.browser
def test_axe_names_what_is_wrong(page):
    page.set_content(PAGE.format(content="<img src='data:,'><input name='x'>"))
    assert {violation["id"] for violation in axe_violations(page)} == {"image-alt", "label"}
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        assert_accessible(page)


@pytest.mark.browser
def test_axe_passes_what_is_right(page):
    page.set_content(PAGE.format(content="<p>Nothing to say against it.</p>"))
    assert_accessible(page)


@pytest.mark.browser
def test_the_browser_reaches_no_other_machine(page):
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.set_content(PAGE.format(content="<img alt='' src='https://elsewhere.example/x.png'>"))
    assert failed == ["https://elsewhere.example/x.png"]


@pytest.mark.browser
def test_a_session_without_scripts(new_session):
    without = new_session(java_script_enabled=False).new_page()
    without.set_content(PAGE.format(content="<p id='p'>before</p><script>p.id = 'q'</script>"))
    assert without.locator("#p").inner_text() == "before"


def test_a_missing_program_fails_in_one_line():
    with pytest.raises(pytest.fail.Exception, match=r"^no-such-thing is missing: install nothing"):
        program("no-such-thing", package="nothing")
