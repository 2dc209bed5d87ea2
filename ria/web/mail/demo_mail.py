"""Show the mails stored by the demonstration's mail sink."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from ria.settings import Environment, Settings


@dataclass(frozen=True)
class StoredMail:
    """One mail as it arrived. `links` are those that lead to this service."""

    subject: str
    to: str
    text: str
    links: list[str]


def stored_mail(settings: Settings, message_id: str) -> StoredMail | None:
    """Return the mail with this Message-ID; None in production, or if the sink has none."""
    if settings.env is Environment.PRODUCTION:
        return None
    for path in sorted((settings.data_dir / "mail").glob("*.eml"), reverse=True):
        if _id_of(path) == message_id:
            return _read(path, settings.base_url)
    return None


def _id_of(path: Path) -> str:
    with path.open("rb") as file:
        headers = BytesParser(policy=default).parse(file, headersonly=True)
    return str(headers.get("Message-ID", "")).strip()


def _read(path: Path, base_url: str) -> StoredMail:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    links = [word for word in text.split() if word.startswith(f"{base_url}/")]
    return StoredMail(str(message["Subject"]), str(message["To"]), text, list(dict.fromkeys(links)))
