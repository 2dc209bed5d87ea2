"""`ria routes`: every address, and who may ask for it."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")
def routes(as_json: bool) -> None:
    """List every route with its methods and the permission it asks for."""
    from ria.db.store import open_store
    from ria.settings import load_settings
    from ria.web.app import create_app
    from ria.web.routes import route_list

    store = open_store(load_settings())
    listed = route_list(create_app(store))
    store.close()
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for route in listed:
        click.echo(f"{','.join(route['methods']):10} {route['path']:60} {route['permission']}")
