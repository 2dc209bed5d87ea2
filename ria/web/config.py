"""Flask's own settings, derived from RIA's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ria.settings import Environment, Settings

LARGEST_REQUEST = 20 * 1024 * 1024
"""An upload of a policy's text and a form of long answers both fit."""

MOST_PARTS = 6_000
"""More fields than any form has: one over a form's own limits must reach the form to be refused
there, at its field, with everything that was typed kept."""


def flask_config(settings: Settings) -> dict[str, Any]:
    """What Flask, Flask-WTF and Flask-Security are told."""
    production = settings.env is Environment.PRODUCTION
    return {
        "SECRET_KEY": settings.secret,
        "DEBUG": False,
        "TRUSTED_HOSTS": [urlsplit(settings.base_url).hostname] if production else None,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": MOST_PARTS,
        "SESSION_COOKIE_NAME": "__Host-ria" if production else "ria",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SESSION_PROTECTION": None,  # an address that changes on a train is no theft
        "TEMPLATES_AUTO_RELOAD": False,
        "WTF_CSRF_CHECK_DEFAULT": False,  # ria.web.forgery checks, once it knows who asks
        "WTF_CSRF_TIME_LIMIT": None,  # a form may be typed for as long as the session lives
        "WTF_CSRF_SSL_STRICT": False,  # ria.web.forgery looks at Origin, which is not left out
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
    }
