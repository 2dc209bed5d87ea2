"""The web application: made by a function from a store, with nothing done at import."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import BaseLoader
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from ria.clock import Clock
from ria.db.store import Store
from ria.web.blueprints import BLUEPRINTS
from ria.web.config import flask_config
from ria.web.edge import csrf
from ria.web.edge.errors import set_up_refusals
from ria.web.edge.headers import set_up_headers
from ria.web.kit.paging import LARGEST_ID
from ria.web.kit.templating import PlainGlobals, set_up_templates, template_loader
from ria.web.request import access
from ria.web.request.identity import set_up_accounts
from ria.web.request.session import attach


class RowId(IntegerConverter):
    """`<int:…>` in a route: a number that can be a row's id."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(url_map, **options)


class Ria(Flask):
    """Flask with our loader in place of a template folder."""

    jinja_environment = PlainGlobals

    def create_global_jinja_loader(self) -> BaseLoader:  # type: ignore[override]
        """The product's templates and the library's."""
        return template_loader()


def create_app(store: Store, *, machine_clock: Clock | None = None) -> Flask:
    """The application on this store. `machine_clock` times sessions (the machine's own if None).

    Raises `access.UndeclaredRoute` if a view names no permission.
    """
    app = Ria("ria.web", static_folder=None, template_folder=None)
    app.config.update(flask_config(store.settings))
    app.url_map.converters["int"] = RowId
    attach(app, store, machine_clock)
    set_up_headers(app, store.settings)
    set_up_templates(app, store.settings)
    CSRFProtect(app)
    WTFormsHelpers(app)
    set_up_accounts(app)
    set_up_refusals(app)
    app.before_request(_at_the_door)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.refuse_undeclared(app)
    _believe_proxies(app, store.settings.trusted_proxies)
    return app


def _at_the_door() -> ResponseReturnValue | None:
    """Every request: known route or not, from here or not, allowed or not, forged or not."""
    if "\x00" in request.path:
        raise NotFound  # an error to PostgreSQL, and no address of ours
    csrf.refuse_other_sites()
    if access.guard():
        return csrf.ask_to_sign_in()
    return csrf.check_token()


def _believe_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
