"""Texts that mean harm, numbers and days that are none, and names that no form has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

WORDS = " with enough words behind it that no field finds the whole of it too short"
"""Put behind a payload, so that nothing is refused for being short."""

KEPT = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7 * 7 }}{% if true %}${7*7}{{ config }}",
    "formula": '=HYPERLINK("http://x.example","x")',
    "command": "=cmd|' /C calc'!A0",
    "right to left": "\u202eabc\u202c \u2066def\u2069 שלום",
    "not composed": "cafe\u0301 \u1e9b\u0323",
    "emoji": "👩🏽\u200d🚒 \U0010ffff",
    "marks": "Z\u0315\u0300\u0316\u0301\u0317\u0302" * 5,
    "line separator": "one\u2028two\u2029three",
    "no width": "a\u200bb\ufeffc\u00add",
    "entity": "&lt;b&gt; &#10; &amp;amp;",
    "markup end": "]]> --> </textarea></title>",
    "sql": "'; DROP TABLE policy; --",
    "like": "%_\\%__",
    "path": "../../etc/passwd %00 %0d%0a",
    "format": "%s%n{0.__class__}{}",
}
"""Kept exactly in every text field, but for Unicode's composed form."""

LINES = {
    "crlf": "one\r\ntwo\rthree\nfour",
    "header": "x\r\nBcc: somebody@elsewhere.example\r\n\r\nbody",
    "leading lines": "\n\n  two lines first\ttab",
}
"""Kept where there is room for lines, with one kind of line end; refused where there is one."""


def packs(payloads: Iterable[str], room: int) -> list[str]:
    """The payloads one behind the other, as many in each text as have room in `room` characters."""
    found: list[str] = []
    for payload in payloads:
        if found and len(found[-1]) + len(payload) < room:
            found[-1] += f" {payload}"
        else:
            found.append(payload)
    return found


REFUSED = {
    "nul": "a\x00b",
    "escape": "\x1b[31mred",
    "next line": "a\x85b",
    "too long": "x" * 6_000,
    "too many lines": "line\n" * 1_200,
    "a pile": "\u0301" * 6_000,
}
"""Refused in every field, at the field."""

BYTES = {
    "no utf-8": b"\xff\xfe caf\xe9",
    "half a pair": b"\xed\xa0\x80 half",
    "overlong": b"a\xc0\x80b",
}
"""No text at all: what cannot be read is kept as addresses write it, such as `%FF`."""

NUMBERS = ("1e999", "-1", "０１", "9" * 25, "1.5", "NaN", "0x10", "٣", "1_000", "--5", "\x001")
DAYS = (
    ("31", "2", "2027"),
    ("1", "1", "0"),
    ("1", "1", "99999"),
    ("０", "1", "2027"),
    ("1", "13", "2027"),
    ("-1", "1", "2027"),
    ("", "1", "2027"),
    ("1" * 5_000, "1", "2027"),
    ("1", "\x00", "2027"),
)
"""Days that no calendar has."""

TRICKS = (
    "__class__", "{0}[__proto__]", "{0}-r1-r2-r3", "{0}-zz", "{0}--", "{0}-r1-", "{0}-remove-r99",
    "{0}-upload", "{0}-RÖ-x", "{0}\x00", "{0}-99999999999999999999-{0}", "csrf_token-x",
    "x" * 5_000,
)  # fmt: skip
"""Names that no form has; `{0}` stands for one that it has."""


def as_text(value: str | bytes | list[str]) -> str:
    """What arrives of a value."""
    return value.decode("utf-8", "werkzeug.url_quote") if isinstance(value, bytes) else str(value)


def stored_form(text: str) -> str:
    """How a text is kept."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown_form(text: str) -> str:
    """How a text is shown again when it was refused: a sign stands for what no page can carry."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c
                   for c in clean)  # fmt: skip
