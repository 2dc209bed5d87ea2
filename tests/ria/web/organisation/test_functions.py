"""Functions on their pages: listed with their gaps, changed by the administrator, chosen."""

from __future__ import annotations

from ria.models import Function, FunctionPhase
from ria.services.organisation.functions import create_function
from tests.ria.web.filling import REGISTRATION


def test_functions_are_listed_chosen_and_followed_to_their_policies(site):
    world = site.world
    custody = create_function(world.store, "Custody", FunctionPhase.PRIORITY)
    create_function(world.store, "Arrests", FunctionPhase.FIRST)
    world.register(title="Without a function")
    author = site.visitor("author")
    author.get("/policies/new")
    author.submit({**REGISTRATION, "functions": [f"n{custody}"]}, action="/policies/new")
    author.follow()
    assert "Custody" in author.text()
    author.get("/functions")
    assert "Functions that no policy serves: 1" in author.text()
    assert "Policies that name no function: 1" in author.text()
    assert author.page.select("main a.govuk-button") == []
    author.get(f"/policies?function={custody}")
    assert "Patching of servers" in author.text() and "Without a" not in author.text()
    author.get("/policies?function=none")
    assert "Patching of servers" not in author.text() and "Without a" in author.text()


def test_the_administrator_adds_and_changes_them(site):
    admin = site.visitor("admin")
    admin.get("/functions/new")
    admin.submit({"name": "", "number": "x"}, status=422)
    assert "Enter its name" in admin.text()
    admin.submit({"name": "Custody", "number": "", "phase": "priority"})
    admin.get("/functions/1")
    stale = admin.filled(admin.form("/functions/1"))
    admin.submit({"name": "Custody and disposal", "number": "4"})
    admin.post("/functions/1", {**stale, "token": "a" * 32, "name": "Cells"}, 409)
    (function,) = site.world.all(Function)
    assert (function.number, function.name) == (4, "Custody and disposal")
    admin.get("/functions/7", 404)
