"""The routes as data: what `ria routes --json` prints and the house tests send."""

from __future__ import annotations

from typing import Any

from flask import Flask

from ria.web.request.access import permission_of


def route_list(app: Flask) -> list[dict[str, Any]]:
    """Every route: methods, path, endpoint, permission; sorted by path and method."""
    routes = [
        {
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "path": rule.rule,
            "endpoint": rule.endpoint,
            "permission": permission_of(app, rule.endpoint),
        }
        for rule in app.url_map.iter_rules()
    ]
    return sorted(routes, key=lambda route: (str(route["path"]), route["methods"]))
