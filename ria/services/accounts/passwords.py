"""Passwords: which are good enough, requesting a new one, and setting it.

The rules are those of OWASP's verification standard: long, not common, nothing from the person's
own name or address; no rule about special characters, and no expiry.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import timedelta

from sqlmodel import col, func, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import Message, User
from ria.models.types import sort_key
from ria.outbox import enqueue
from ria.queries.accounts.people import user_by_email
from ria.services.accounts.common_passwords import COMMON
from ria.services.accounts.one_time_links import holder_of
from ria.services.kit.errors import NotFound
from ria.services.kit.throttle import By, Limit

SHORTEST = 12
LONGEST = 1_024
MOST_MAILS = 3
"""The most mails per hour, so that nobody can fill somebody else's mailbox."""
ASKING = Limit("forgotten-password", most=10, minutes=10, by=(By.ACCOUNT, By.ADDRESS))
"""Apart from the limit of signing in, so that nobody locks others out by asking."""
_HOUR = timedelta(hours=1)
_SHORTEST_NAME = 4
_SHORTEST_REST = 8
_FEW = 6
_ROW = "01234567890123456789"


def password_trouble(password: str, user: User) -> str | None:
    """What is wrong with this password for this person, in a sentence; None if nothing is."""
    if len(password) < SHORTEST:
        return f"The password must have {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"The password must have {LONGEST:,} characters or fewer"
    folded = unicodedata.normalize("NFKC", password).casefold()
    if _is_usual(folded):
        return "This password is one of those that are tried first. Choose another"
    if len(_without(_bare(folded), _own_words(user))) < _SHORTEST_REST:
        return "The password is mostly your own name or address. Choose another"
    return None


def _is_usual(folded: str) -> bool:
    """Whether it is one or two common words with few digits, digits alone, or a repetition."""
    core = re.sub(r"[\W\d_]+", "", folded)
    digits = re.sub(r"\D", "", folded)
    plain = len(digits) <= _FEW or digits in _ROW or digits in _ROW[::-1] or len(set(digits)) < 4
    repeated = re.fullmatch(r"(.{1,4}?)\1+.{0,3}", folded) is not None
    return repeated or (plain and _is_common(core))


def _is_common(core: str) -> bool:
    """Whether it is empty, one common word, or two of them."""
    halves = ((core[:at], core[at:]) for at in range(1, len(core)))
    return core in COMMON | {""} or any(a in COMMON and b in COMMON for a, b in halves)


def _own_words(user: User) -> list[str]:
    """Return the person's name, whole and in parts, and their address."""
    local, _, domain = sort_key(user.email).partition("@")
    parts = re.split(r"[\W_]+", f"{sort_key(user.name)} {local} {domain}")
    whole = [_bare(text) for text in (sort_key(user.name), local, domain)]
    return [word for word in {*parts, *whole} if len(word) >= _SHORTEST_NAME]


def _bare(text: str) -> str:
    """Return only the letters and digits, so that a dot or blank inside a name hides nothing."""
    return re.sub(r"[\W_]+", "", text)


def _without(text: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def ask_for_password(store: Store, *, email: str) -> None:
    """Mail a link to the account with this address, at most three times an hour. Nothing reveals
    whether there is such an account: the history holds the same event in either case.
    """
    with unit_of_work(store) as unit:
        user = user_by_email(unit.session, email.strip()) if email.isprintable() else None
        if user is not None and user.active and _mails_of_last_hour(unit, user) < MOST_MAILS:
            assert user.id is not None
            enqueue(unit, "password_asked", recipient_id=user.id)
        unit.record(ORGANISATION, "password_asked", SYSTEM, account=_digest(store, email))


def set_password(store: Store, *, token: str, password_hash: str) -> None:
    """Set a password through the link of a mail, and end every session of the account. Raises
    `NotFound` for a link that is no longer valid.
    """
    with unit_of_work(store) as unit:
        unit.hold("passwords")  # the same link twice at once: the second finds it used
        user = holder_of(unit.session, store.settings.secret, token, unit.now)
        if user is None:
            raise NotFound("This link does not work any more.")
        user.password = password_hash
        user.fs_uniquifier = secrets.token_hex(32)
        unit.save(user)
        unit.record(ORGANISATION, "password_set", user.ref, account=user.ref)


def _mails_of_last_hour(unit: UnitOfWork, user: User) -> int:
    query = select(func.count()).where(
        col(Message.kind) == "password_asked",
        col(Message.recipient_id) == user.id,
        col(Message.created_at) > unit.now - _HOUR,
    )
    return unit.session.exec(query).one()


def _digest(store: Store, email: str) -> str:
    key = f"password:{store.settings.secret}".encode()
    content = sort_key(email.strip()).encode("utf-8", "surrogatepass")
    return hmac.new(key, content, hashlib.sha256).hexdigest()[:16]
