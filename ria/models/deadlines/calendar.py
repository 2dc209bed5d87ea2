"""Private calendars: the address at which a person's own due days can be read."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class CalendarFeed(SQLModel, table=True):
    """A person's calendar address. Only its hash is stored, from which nobody can open it."""

    __tablename__ = "calendar_feed"

    user_id: int = Field(primary_key=True, foreign_key="account.id")
    token_hash: str = Field(sa_type=Words, unique=True)
    made_at: datetime = Field(sa_type=Instant)
