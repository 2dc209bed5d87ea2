"""Accounts: people, and the roles they have."""

from datetime import date, datetime

from sqlmodel import Field, Relationship, SQLModel

from ria.models.types import Instant, Words, one_of
from workflows.roles import Role


class User(SQLModel, table=True):
    """An account. `ref` ("U7") stands for the person in the history, which never holds a name.

    `mail_day` is the weekday (1 is Monday) on which reminders of what is not due yet are sent
    together; 0: as they arise. `with_calendar`: mails carry the due day as a calendar file.
    `mail_fails_since`: when a mail server refused the address for good; nothing more is sent to it
    until it is corrected.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(sa_type=Words, unique=True)
    name: str = Field(sa_type=Words, max_length=200)
    email: str = Field(sa_type=Words, max_length=254)
    email_key: str = Field(sa_type=Words, unique=True)
    password: str | None = Field(default=None, sa_type=Words)
    active: bool = True
    fs_uniquifier: str = Field(sa_type=Words, unique=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    trained_until: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    stand_in_id: int | None = Field(default=None, foreign_key="account.id")
    mail_day: int = 0
    with_calendar: bool = True
    mail_fails_since: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)

    grants: list["RoleGrant"] = Relationship(
        sa_relationship_kwargs={"lazy": "selectin", "order_by": "RoleGrant.id"}
    )

    @property
    def is_reached(self) -> bool:
        """Whether mail reaches the person: the account is active, its address is not refused."""
        return self.active and self.mail_fails_since is None


class RoleGrant(SQLModel, table=True):
    """A role given to a person, for one unit or committee where the role has such a scope."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=one_of(Role))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    committee_id: int | None = Field(default=None, foreign_key="committee.id")
