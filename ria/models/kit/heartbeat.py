"""When the runs that a schedule starts last went through: the sign that somebody starts them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class Run(StrEnum):
    """What is run again and again, by a worker or by cron."""

    TICK = "tick"
    DELIVER = "deliver"


class Heartbeat(SQLModel, table=True):
    """The last time a run went through: one row a run, overwritten each time. It is about processes
    and follows the machine's clock, never a pretended one."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(sa_type=Instant)
