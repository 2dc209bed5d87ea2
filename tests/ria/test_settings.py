"""Every mistake in the environment is one clear line, and the process does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from ria.settings import DEMO_SECRET, SettingsError, load_settings, variable_names

SECRET = "s" * 32
PRODUCTION = {
    "RIA_ENV": "production",
    "RIA_SECRET_KEY": SECRET,
    "RIA_DATABASE_URL": "postgresql://ria@db.example/ria",
    "RIA_REDIS_URL": "redis://redis.example/0",
    "RIA_SMTP_URL": "smtp://mail.example:25",
    "RIA_BASE_URL": "https://ria.example",
}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in variable_names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def production(monkeypatch):
    """Sets the environment of a complete production, and what differs."""

    def given(**changes: str | None):
        for name, value in {**PRODUCTION, **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)

    return given


def refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    line = str(caught.value)
    assert line
    assert "\n" not in line
    assert SECRET not in line
    return line


def test_a_complete_production_starts(production):
    production()
    settings = load_settings()
    assert settings.env == "production"
    assert settings.database == PRODUCTION["RIA_DATABASE_URL"]
    assert settings.secret == SECRET


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"RIA_SECRET_KEY": None},
            "RIA_SECRET_KEY is missing: give at least 32 random characters",
        ),
        (
            {"RIA_SECRET_KEY": "short"},
            "RIA_SECRET_KEY is too short: give at least 32 random characters",
        ),
        (
            {"RIA_SECRET_KEY": DEMO_SECRET},
            "RIA_SECRET_KEY is the demonstration's: give at least 32 random characters",
        ),
        ({"RIA_DATABASE_URL": None}, "RIA_DATABASE_URL must be set in production"),
        ({"RIA_REDIS_URL": None}, "RIA_REDIS_URL must be set in production"),
        ({"RIA_SMTP_URL": ""}, "RIA_SMTP_URL must be set in production"),
        (
            {"RIA_DATABASE_URL": None, "RIA_SMTP_URL": None},
            "RIA_DATABASE_URL, RIA_SMTP_URL must be set in production",
        ),
        (
            {"RIA_FAKE_NOW_FILE": "/tmp/now"},
            "RIA_FAKE_NOW_FILE is set: production never pretends a date",
        ),
        ({"RIA_BASE_URL": "ria.example"}, "RIA_BASE_URL: must begin with http:// or https://"),
        ({"RIA_MAIL_MODE": "never"}, "RIA_MAIL_MODE: must be send, hold or redirect:ADDRESS"),
        ({"RIA_MAIL_MODE": "redirect:me"}, "RIA_MAIL_MODE: must be send, hold or redirect:ADDRESS"),
        (
            {"RIA_DATABASE_URL": "mysql://ria@db.example/ria"},
            "RIA_DATABASE_URL: must begin with sqlite:/// or postgresql://",
        ),
    ],
)
def test_production_refuses_to_start(production, changes, line):
    production(**changes)
    assert refusal() == line


@pytest.mark.parametrize(
    ("name", "value"),
    [("RIA_ENV", "staging"), ("RIA_TRUSTED_PROXIES", "-1"), ("RIA_TRUSTED_PROXIES", "many")],
)
def test_a_value_that_cannot_be_is_named(production, name, value):
    production(**{name: value})
    assert refusal().startswith(f"{name}: ")


def test_without_any_setting_it_is_production_and_does_not_start():
    assert "RIA_SECRET_KEY" in refusal()


def test_the_demo_needs_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("RIA_ENV", "demo")
    monkeypatch.setenv("RIA_DATA_DIR", str(tmp_path))
    settings = load_settings()
    assert settings.database == f"sqlite:///{tmp_path}/ria.db"
    assert settings.secret == DEMO_SECRET
    assert settings.files_dir == tmp_path / "files"
    assert settings.mail_mode == "send"


def test_the_demo_may_pretend_a_date(monkeypatch):
    monkeypatch.setenv("RIA_ENV", "demo")
    monkeypatch.setenv("RIA_FAKE_NOW_FILE", "/tmp/now")
    assert load_settings().fake_now_file == Path("/tmp/now")


def test_an_argument_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("RIA_ENV", "demo")
    monkeypatch.setenv("RIA_FRAME", "rraa-2000")
    assert load_settings(frame="psed-2010").frame == "psed-2010"
    assert load_settings().frame == "rraa-2000"


def test_a_slash_at_the_end_of_the_address_is_taken_off():
    assert load_settings(env="test", base_url="https://a.example/").base_url == "https://a.example"


@pytest.mark.parametrize(
    "url",
    ["sqlite:////srv/ria.db", "postgresql://a/b", "postgres://a/b", "postgresql+psycopg://a/b"],
)
def test_known_databases_are_accepted(url):
    assert load_settings(env="test", database_url=url).database == url


def test_a_mail_address_to_redirect_to_is_accepted():
    settings = load_settings(env="test", mail_mode="redirect:tester@ria.example")
    assert settings.mail_mode == "redirect:tester@ria.example"


def test_the_variables_have_one_prefix():
    assert "RIA_DATABASE_URL" in variable_names()
    assert all(name.startswith("RIA_") for name in variable_names())
