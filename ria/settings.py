"""The settings of an installation: environment variables, checked once at start.

Every variable begins with ``RIA_``. A mistake raises `SettingsError` with one clear line and the
process does not start: a half-configured register is worse than none.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_SECRET = "demo-only-secret-which-production-refuses"  # noqa: S105  (named for what it is)

SHORTEST_SECRET = 32

DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")


class SettingsError(Exception):
    """A setting is missing or wrong. The message names the variable and says what it must be."""


class Environment(StrEnum):
    """Where this process runs. `demo` and `test` may set a fake date; `production` may not."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """The settings of one process. A field is named like its variable, in lower case without
    ``RIA_``.
    """

    model_config = SettingsConfigDict(env_prefix="RIA_", extra="ignore", frozen=True)

    env: Environment = Field(Environment.PRODUCTION, description="demo, test or production")
    data_dir: Path = Field(Path("var"), description="files, the embedded database, Celery's beat")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data directory")
    redis_url: str = Field("", description="Celery's broker; empty: the demo starts its own")
    smtp_url: str = Field("", description="smtp://[user:password@]host:port or smtps://…")
    base_url: str = Field("http://127.0.0.1:8000", description="where links in mails lead")
    secret_key: str = Field("", description="signs sessions, forms and checkpoints")
    mail_mode: str = Field("send", description="send, hold, or redirect:ADDRESS")
    mail_from: str = Field("ria@localhost", description="the address mails come from")
    sets_dir: Path | None = Field(None, description="question sets in place of the packaged ones")
    fake_now_file: Path | None = Field(None, description="a pretended time, in demo and test only")
    organisation: str = Field("Demo Police Service", description="the organisation's name")
    frame: str = Field("psed-2010", description="the legal frame of new assessments")
    trusted_proxies: int = Field(0, ge=0, le=5, description="proxies whose forwarding is believed")
    public_contact: str = Field(
        "equality@localhost", description="the address the public may write to"
    )

    @field_validator("base_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(DATABASES):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("mail_mode")
    @classmethod
    def _known_mail_mode(cls, value: str) -> str:
        redirected = value.startswith("redirect:") and "@" in value
        if value not in ("send", "hold") and not redirected:
            raise ValueError("must be send, hold or redirect:ADDRESS")
        return value

    @model_validator(mode="after")
    def _production_is_complete(self) -> Settings:
        if self.env is not Environment.PRODUCTION:
            return self
        if self.fake_now_file:
            raise ValueError("RIA_FAKE_NOW_FILE is set: production never pretends a date")
        if fault := self._fault_of_the_secret():
            raise ValueError(f"RIA_SECRET_KEY is {fault}: give at least 32 random characters")
        missing = [n for n in ("database_url", "redis_url", "smtp_url") if not getattr(self, n)]
        if missing:
            names = ", ".join(f"RIA_{name.upper()}" for name in missing)
            raise ValueError(f"{names} must be set in production")
        return self

    def _fault_of_the_secret(self) -> str:
        if not self.secret_key:
            return "missing"
        if self.secret_key == DEMO_SECRET:
            return "the demonstration's"
        return "too short" if len(self.secret_key) < SHORTEST_SECRET else ""

    @property
    def database(self) -> str:
        """The database's URL; the embedded database if none is set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'ria.db'}"

    @property
    def secret(self) -> str:
        """The signing key; outside production a well-known one if none is set."""
        return self.secret_key or DEMO_SECRET

    @property
    def files_dir(self) -> Path:
        """The directory for uploads. It is never inside anything that the web server serves."""
        return self.data_dir / "files"


def load_settings(**overrides: object) -> Settings:
    """Read the environment; keyword arguments take precedence. Raises `SettingsError` with one
    plain line.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_plain(e) for e in error.errors())) from None


def _plain(error: object) -> str:
    assert isinstance(error, dict)
    field = ".".join(str(part) for part in error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"RIA_{field.upper()}: {message}" if field else message


def variable_names() -> tuple[str, ...]:
    """Return every variable that the product reads, for the documentation test."""
    return tuple(f"RIA_{name.upper()}" for name in Settings.model_fields)
