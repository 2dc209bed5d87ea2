"""Every form that can be sent is in the list of forms that are attacked with hostile input."""

from __future__ import annotations

from ria.web.routes import route_list
from tests.journeys.hostile.doors import DOORS, SECTION
from tests.ria.building import build_world
from tests.ria.web.conftest import build_site


def test_no_form_is_left_out(sqlite_url, tmp_path):
    world = build_world(sqlite_url, tmp_path / "data")
    routes = route_list(build_site(world).app)
    world.store.close()
    posted = {route["path"] for route in routes if "POST" in route["methods"]}
    assert posted == set(DOORS) | {SECTION}, "give each new form a Door in hostile_doors.py"
