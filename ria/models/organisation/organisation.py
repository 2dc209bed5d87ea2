"""Units, committees, and the organisation's own settings."""

from typing import ClassVar

from sqlmodel import Field, SQLModel

from ria.models.types import Words


class Unit(SQLModel, table=True):
    """A part of the organisation that develops policy on behalf of the committees."""

    __tablename__ = "unit"
    search_title: ClassVar[str] = "name"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Words, unique=True, max_length=200)


class Committee(SQLModel, table=True):
    """A committee that owns policies by remit and decides on them."""

    __tablename__ = "committee"
    search_title: ClassVar[str] = "name"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Words, unique=True, max_length=200)
    remit: str = Field(default="", sa_type=Words)


class Setting(SQLModel, table=True):
    """A setting that differs from its default, as canonical JSON."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True, sa_type=Words)
    value: str = Field(sa_type=Words)
