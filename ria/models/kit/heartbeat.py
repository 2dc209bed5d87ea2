"""When the recurring runs last succeeded, which shows that something starts them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class Run(StrEnum):
    """The recurring runs, started by a worker or by cron."""

    TICK = "tick"
    DELIVER = "deliver"


class Heartbeat(SQLModel, table=True):
    """The last time a run succeeded: one row for each run, overwritten each time. It concerns
    processes and follows the machine's clock, never a demonstration's.
    """

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(sa_type=Instant)
