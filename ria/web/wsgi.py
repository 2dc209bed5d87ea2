"""`ria.web.wsgi:app` for a WSGI server: built from the environment, or one clear line and out."""

from __future__ import annotations

import sys

from flask import Flask

from forms.questions.registry import SetError
from ria.db.migrate import SchemaError, check
from ria.db.store import open_store
from ria.settings import SettingsError, load_settings
from ria.web.app import create_app
from ria.web.request.logging import configure_logging


def build() -> Flask:
    """The application of this environment. Exits with one line if it cannot be had."""
    configure_logging()
    try:
        store = open_store(load_settings())
        check(store.engine)
    except (SettingsError, SchemaError, SetError) as error:
        sys.exit(f"ria: {error}")
    return create_app(store)


app = build()
