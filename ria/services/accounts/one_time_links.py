"""Links through which a person sets a password: made when the mail is sent, and stored nowhere.

A token names the account and its expiry time, signed with the product's secret and the account's
present password. So it works once: setting a password invalidates every link sent before.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session

from ria.models import User
from ria.queries.accounts.people import user_by_ref

INVITATION_LASTS = timedelta(days=7)
FORGOTTEN_LASTS = timedelta(hours=1)
_SALT = "one-time-link"
_MOST = 400


def one_time_token(secret: str, user: User, until: datetime) -> str:
    """Return the token for this account. It expires at this instant, or when a password is set."""
    return _signer(secret, user).dumps([user.ref, int(until.timestamp())])


def holder_of(session: Session, secret: str, token: str, now: datetime) -> User | None:
    """The active account of this link; None if forged, used, expired or withdrawn."""
    if len(token) > _MOST:
        return None
    _, named = URLSafeSerializer(secret, salt=_SALT).loads_unsafe(token)
    ref = named[0] if isinstance(named, list) and named else ""
    user = user_by_ref(session, ref) if isinstance(ref, str) and ref.isprintable() else None
    if user is None or not user.active:
        return None
    try:
        _, until = _signer(secret, user).loads(token)
    except BadData:
        return None
    return user if now < datetime.fromtimestamp(until, UTC) else None


def _signer(secret: str, user: User) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"{_SALT}:{user.password or ''}")
