"""Servers that misbehave: silent, slow, hanging up. Nothing waits for ever and the others go on."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from threading import Thread

import pytest

from ria.notify.delivery.smtp import (
    Delayed,
    Incident,
    SmtpConnection,
    SmtpServer,
    Unreachable,
    parse_smtp_url,
)

Script = Callable[[socket.socket, int], None]


class BadServer:
    """Runs a script for every connection."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.calls += 1
                Thread(target=self._play, args=[connection, self.calls], daemon=True).start()

    def _play(self, connection: socket.socket, call: int) -> None:
        with suppress(OSError), connection:
            self.script(connection, call)


@pytest.fixture
def server() -> Iterator[Callable[[Script], BadServer]]:
    started: list[BadServer] = []

    def start(script: Script) -> BadServer:
        started.append(BadServer(script))
        return started[-1]

    yield start
    for bad in started:
        bad.socket.close()


def talk(replies: dict[str, bytes]) -> Script:
    """Answer each command by its first word; a reply of None hangs up."""

    def script(connection: socket.socket, _call: int) -> None:
        connection.sendall(b"220 here\r\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                word = line.split()[0].decode().upper().rstrip(":") if line.split() else ""
                reply = replies.get(word, b"250 ok\r\n")
                if reply is None:
                    return
                connection.sendall(reply)

    return script


def mail() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("DATA END")
    return message


def post(port: int, timeout: float = 1) -> SmtpConnection:
    return SmtpConnection(SmtpServer("127.0.0.1", port, is_tls=False), timeout=timeout)


def silent(connection: socket.socket, _call: int) -> None:
    time.sleep(20)


def dripping(connection: socket.socket, _call: int) -> None:
    for _ in range(100):
        connection.sendall(b"2")
        time.sleep(0.2)


@pytest.mark.parametrize("script", [silent, dripping])
def test_a_server_that_never_comes_to_the_point_is_left(server, script):
    begun = time.monotonic()
    with post(server(script).port) as line, pytest.raises(Unreachable):
        line.connect()
    assert time.monotonic() - begun < 4


def test_a_server_that_falls_silent_while_sending_is_left(server):
    def script(connection: socket.socket, call: int) -> None:
        connection.sendall(b"220 here\r\n")
        connection.recv(100)
        connection.sendall(b"250 ok\r\n")
        dripping(connection, call)

    begun = time.monotonic()
    with post(server(script).port) as line:
        line.connect()
        with pytest.raises(Delayed):
            line.send(mail(), "from@ria.example", "to@ria.example")
        assert not line.is_connected
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("command", "reply", "error"),
    [
        ("MAIL", b"451 later\r\n", Delayed),
        ("MAIL", b"550 not from you\r\n", Delayed),
        ("RCPT", b"451 later\r\n", Delayed),
        ("RCPT", b"550 nobody\r\n", Incident),
        ("DATA", b"451 later\r\n", Delayed),
        ("DATA", b"554 no\r\n", Incident),
        ("RCPT", b"421 bye\r\n", Delayed),
        ("RCPT", None, Delayed),
    ],
)
def test_each_refusal_is_sorted(server, command, reply, error):
    with post(server(talk({command: reply})).port) as line:
        line.connect()
        with pytest.raises(error) as refusal:
            line.send(mail(), "from@ria.example", "to@ria.example")
        assert "\n" not in str(refusal.value)
        hung_up = reply is None or reply.startswith(b"421")
        assert line.is_connected is not hung_up
        line.connect()
        assert line.is_connected


def test_nobody_listens_or_wants_us(server):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with post(port) as line, pytest.raises(Unreachable, match=f"127.0.0.1:{port}"):
        line.connect()

    refusing = server(lambda connection, _: connection.sendall(b"421 too many\r\n"))
    with post(refusing.port) as line, pytest.raises(Unreachable, match="421 too many"):
        line.connect()


def test_the_url_says_host_port_tls_and_password():
    assert parse_smtp_url("smtp://mail.example") == SmtpServer("mail.example", 25, is_tls=False)
    full = parse_smtp_url("smtps://user%40x:p%3Aw@mail.example:4650")
    assert full == SmtpServer("mail.example", 4650, True, "user@x", "p:w")
    assert not full.wants_starttls
    assert parse_smtp_url("smtp://u:p@mail.example:587").wants_starttls
    assert not parse_smtp_url("smtp://u:p@localhost:587").wants_starttls


def test_a_password_is_not_sent_in_the_clear():
    seen: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"220 here\r\n")
            while data := connection.recv(1000):
                seen.append(data)
                connection.sendall(b"250 AUTH PLAIN LOGIN\r\n")

    with socket.create_server(("127.0.0.2", 0)) as listener:
        secret = SmtpServer("127.0.0.2", listener.getsockname()[1], False, "u", "secret")
        Thread(target=serve, args=[listener], daemon=True).start()
        with (
            SmtpConnection(secret, timeout=2) as line,
            pytest.raises(Unreachable, match="STARTTLS"),
        ):
            line.connect()
    assert b"AUTH" not in b"".join(seen)
