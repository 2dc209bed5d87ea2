"""What falls due, and who was told of it. Both belong to a target, of any kind."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Words


class Schedule(SQLModel, table=True):
    """The next step of what is due: one narrow row for each, without history.

    `target` and `target_id` say for what it is due (`Target`), `policy_id` to which policy that
    belongs. `kind` says what is due; each kind belongs to one kind of target, so that the key needs
    no more. `item` distinguishes several items of one kind; 0 is the target itself. `since` is the
    day from which it counts; nobody is reminded up to and including `paused_until`.
    """

    __tablename__ = "schedule"
    __table_args__ = (Index("schedule_fires", "fires_on"),)

    target_id: int = Field(primary_key=True)
    kind: str = Field(primary_key=True, sa_type=Words)
    item: int = Field(default=0, primary_key=True)
    target: str = Field(sa_type=Words)
    policy_id: int | None = Field(default=None, foreign_key="policy.id", index=True)
    fires_on: date
    due_on: date
    since: date
    paused_until: date | None = None


class Reminder(SQLModel, table=True):
    """A step of which somebody was told. The unique key makes sure that a reminder happens once."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "target_id", "item", "due_on", "step", "recipient_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    target: str = Field(sa_type=Words)
    target_id: int
    kind: str = Field(sa_type=Words)
    item: int = 0
    due_on: date
    step: int
    recipient_id: int = Field(foreign_key="account.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    passed_over: bool = False
