"""How often a public form was tried recently."""

from sqlmodel import Field, SQLModel

from ria.models.types import Words


class ThrottleCount(SQLModel, table=True):
    """The attempts of one minute, under one limit, by one key.

    `key` is a keyed digest, from which no address and no name can be recovered. `until_minute`, in
    minutes since 1970 by the machine's clock, is the first minute in which the attempts no longer
    count.
    """

    __tablename__ = "throttle_count"

    limit_name: str = Field(primary_key=True, sa_type=Words)
    key: str = Field(primary_key=True, sa_type=Words)
    until_minute: int = Field(primary_key=True, index=True)
    attempts: int
