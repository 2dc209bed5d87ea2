"""The days on which committees meet."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant


class Meeting(SQLModel, table=True):
    """A day on which a committee meets: what waits for the committee is due on the next one."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("committee_id", "held_on"),)

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    held_on: date
    set_by: int = Field(foreign_key="account.id")
    set_at: datetime = Field(sa_type=Instant)
