"""`ria routes`: every route, and the permission that it requires."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")
def routes(as_json: bool) -> None:
    """List every route with its methods and the permission that it requires."""
    from ria.db.store import open_store
    from ria.settings import Environment, Settings
    from ria.web.app import create_app
    from ria.web.routes import route_list

    # The routes do not depend on the settings, so the settings are not read.
    store = open_store(
        Settings.model_construct(env=Environment.TEST, database_url="sqlite:///:memory:")
    )
    listed = route_list(create_app(store))
    store.close()
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for route in listed:
        click.echo(f"{','.join(route['methods']):10} {route['path']:60} {route['permission']}")
