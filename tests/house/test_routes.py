"""Every route declares its permission, and gives each person just what is published."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from ria.permissions.map import Permission
from ria.web.request.access import UndeclaredRoute, refuse_undeclared
from ria.web.routes import route_list
from tests.house.route_matrix import (
    ACTORS,
    INTRODUCTION,
    PUBLISHED,
    Line,
    fill,
    gather,
    prepare,
    send,
    table,
)

DONE = frozenset({200, 303})
READERS = {
    "draft": {"author", "deputy", "head", "strategy", "adviser", "legal", "scrutiny"},
    "restricted": {"author", "deputy", "head", "strategy", "adviser", "legal"},
    "missing": set(),
}
READERS["awaiting"] = READERS["screened out"] = READERS["draft"] | {"chair", "secretary"}
"""Who sees the draft of the author's policies: the process's section 3."""

HOLDERS = {
    Permission.ANSWERS_EDIT: {"author", "deputy"},
    Permission.DECISION_TAKE: {"strategy"},
    Permission.DESK: {"strategy"},
    Permission.OVERDUE_SEE: {"strategy", "adviser"},
    Permission.POLICY_CHANGE: {"author", "deputy", "head", "strategy"},
    Permission.POLICY_PLACE: {"strategy"},
    Permission.POLICY_HANDOVER: {"author", "deputy", "head", "strategy"},
    Permission.EDITION_OPEN: {"author", "deputy", "strategy"},
    Permission.HANDOVER: {"head", "admin"},
    Permission.CONTRIBUTORS_INVITE: {"author", "deputy"},
    Permission.COMMITTEE_AGENDA: {"strategy", "chair", "secretary"},
    Permission.SIGNATURE_ASK: {"author", "deputy", "strategy"},
    Permission.POLICY_REGISTER: {"author", "deputy", "colleague", "head", "strategy"},
    Permission.EVIDENCE_ADD: {"author", "deputy", "strategy", "adviser", "legal"},
    Permission.REPORT_FILE: {"author", "deputy"},
    Permission.MAIL_READ: {"admin"},
    Permission.ACCOUNTS_MANAGE: {"admin"},
    Permission.SETTINGS_CHANGE: {"admin"},
}


@pytest.fixture(scope="module")
def things(tmp_path_factory, sqlite_template):
    prepared = prepare(tmp_path_factory.mktemp("routes"), sqlite_template)
    yield prepared
    prepared.site.world.store.close()


@pytest.fixture(scope="module")
def lines(things) -> list[Line]:
    return gather(things)


def cells(lines):
    """Line, actor, status of every request that was sent."""
    return [(line, a, s) for line in lines for a, s in zip(ACTORS, line.statuses, strict=True)]


def test_the_matrix_is_the_published_one(lines):
    published = PUBLISHED.read_text(encoding="utf-8").splitlines()
    found = (INTRODUCTION + table(lines)).splitlines()
    assert [line for line in found if line not in published] == []
    assert [line for line in published if line not in found] == []


def test_nothing_breaks(lines):
    assert [(line, a) for line, a, status in cells(lines) if status >= 500] == []


def test_the_public_gets_public_pages_and_the_sign_in(lines):
    for line, actor, status in cells(lines):
        if actor == "public" and line.permission != Permission.PUBLIC:
            wanted = {302} if line.method == "GET" or line.path == "/sign-out" else {403}
            assert status in wanted, line


def test_drafts_are_for_their_readers(lines):
    about_drafts = [line for line in lines if "assessment_id" in line.path or "<key>" in line.path]
    assert about_drafts
    for line, actor, status in cells(about_drafts):
        if actor != "public" and actor not in READERS[line.about]:
            assert status == 404, (line, actor)


def test_what_one_may_not_do_is_refused(lines):
    for line, actor, status in cells(lines):
        holders = HOLDERS.get(Permission(line.permission))
        if holders is not None and actor != "public" and actor not in holders:
            assert status in (403, 404), (line, actor)


def test_what_does_not_exist_is_never_shown_or_done(lines):
    missing = [line for line in lines if line.about == "missing"]
    assert [(line, a) for line, a, status in cells(missing) if status in DONE] == []


def test_sending_nothing_changes_nothing(things, lines):
    world = things.site.world
    for about, stage in {"draft": "screening", "awaiting": "screening_approval"}.items():
        reference = things.values[about]["reference"]
        changes = [k for k in world.kinds(reference) if k not in ("action_refused", "mail_written")]
        assert changes.count("stage_changed") == (1 if about == "draft" else 2), stage
    assert world.faults() == []


def test_a_get_of_what_changes_things_is_refused(things):
    routes = route_list(things.site.app)
    readable = {route["path"] for route in routes if "GET" in route["methods"]}
    visitor = things.site.visitor("strategy")
    for route in routes:
        if route["path"] not in readable:
            address = fill(route["path"], things.values["draft"])
            for method in ("GET", "HEAD"):
                assert send_plain(visitor, method, address) in (404, 405), address


def send_plain(visitor, method, address):
    visitor.token = ""
    return send(visitor, method, address)


def test_what_exists_and_what_does_not_look_alike(things):
    """Somebody else's draft answers with the same page as none at all."""
    colleague = things.site.visitor("colleague")
    for path in ("/assessments/<assessment_id>/<stage>", "/assessments/<assessment_id>/decision",
                 "/assessments/<assessment_id>/<stage>/<section_id>", "/files/<key>"):  # fmt: skip
        bodies = set()
        for about in ("draft", "restricted", "missing"):
            colleague.get(fill(path, things.values[about]), 404)
            bodies.add(re.sub(r'value="[^"]*"', "", colleague.response.text))
        assert len(bodies) == 1, path


def test_every_route_names_its_permission(things):
    for route in route_list(things.site.app):
        assert isinstance(route["permission"], Permission), route
    ours = {"/sign-in", "/sign-out", "/work", "/policies", "/", "/healthz", "/readyz",
            "/register/<reference>", "/register.json", "/accessibility", "/privacy"}  # fmt: skip
    assert ours <= {route["path"] for route in route_list(things.site.app)}


def test_an_undeclared_route_stops_the_start():
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open", view_func=lambda: "")
    with pytest.raises(UndeclaredRoute, match="/open"):
        refuse_undeclared(app)


def test_an_undeclared_route_is_refused_all_the_same(world_of_one_route):
    response = world_of_one_route.test_client().get("/smuggled")
    assert response.status_code == 403


@pytest.fixture
def world_of_one_route(things):
    """The application with a route that was added behind the check's back."""
    from ria.web.app import create_app

    app = create_app(things.site.world.store)
    app.add_url_rule("/smuggled", "smuggled", lambda: "secret")
    return app
