"""Links by which a person sets a password: made when the mail goes out, kept nowhere.

A token names the account and the instant it runs out, signed with the product's secret and the
account's present password. So it works once: as soon as a password is set, every link sent before
is dead.
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
    """The token for this account, good until this instant and until a password is set."""
    return _signer(secret, user).dumps([user.ref, int(until.timestamp())])


def holder_of(session: Session, secret: str, token: str, now: datetime) -> User | None:
    """The active account whose link this is; None for one forged, used, outdated or withdrawn."""
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
