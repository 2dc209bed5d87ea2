"""Whether Redis answers, asked over a plain socket: the web process has no client for it."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 1.0
LONGEST_ANSWER = 512


def answers(url: str) -> bool:
    """Whether a Redis at this address (`redis://`, `rediss://`, `redis+socket://`) says PONG."""
    if not url:
        return False
    try:
        with _connect(url) as connection:
            for command in _commands(url):
                connection.sendall(_encode(command))
                answer = connection.recv(LONGEST_ANSWER)
            return answer.startswith(b"+PONG")
    except (OSError, ValueError):
        return False


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme in ("redis+socket", "unix"):
        return _connect_locally(unquote(parts.path))
    host = parts.hostname or "127.0.0.1"
    plain = socket.create_connection((host, parts.port or 6379), TIMEOUT)
    if parts.scheme == "rediss":
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return plain


def _connect_locally(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(TIMEOUT)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _commands(url: str) -> list[list[str]]:
    parts = urlsplit(url)
    password = unquote(parts.password or "") or parse_qs(parts.query).get("password", [""])[0]
    login = [unquote(parts.username)] if parts.username else []
    return [["AUTH", *login, password], ["PING"]] if password else [["PING"]]


def _encode(words: list[str]) -> bytes:
    encoded = [word.encode() for word in words]
    body = b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)
    return b"*%d\r\n%s" % (len(words), body)
