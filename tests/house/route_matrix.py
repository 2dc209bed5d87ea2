"""Every route, sent as every person about every object: the published matrix.

    python -m tests.house.route_matrix

writes `docs/reference/routes.md` anew. Read the difference before it is committed: each changed
number is somebody who may now do more, or less.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import select

from forms.questions.question import Audience
from ria.history import SYSTEM, unit_of_work
from ria.models import (
    Assessment,
    Comment,
    Condition,
    EvidenceKind,
    FunctionPhase,
    Message,
    Operation,
    SignatureKind,
    StoredFile,
    Verdict,
    target_of,
)
from ria.outbox import enqueue
from ria.services.assessment.remarks import add_comment
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.evidence.files import Upload
from ria.services.organisation.functions import create_function
from ria.services.signoff.verdicts import ConditionInput
from ria.web.routes import route_list
from tests.house.tree import ROOT
from tests.ria.building import Edition, World, build_world
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site, build_site
from tests.support.databases import SqliteTemplate

PUBLISHED = ROOT / "docs" / "reference" / "routes.md"

ACTORS = ("public", "author", "deputy", "colleague", "head", "strategy", "adviser", "legal",
          "chair", "secretary", "other_chair", "scrutiny", "admin")  # fmt: skip
OBJECTS = ("draft", "awaiting", "restricted", "screened out", "missing")
LAST = "/sign-out"

INTRODUCTION = """# Who gets what from every route

Each route was sent as each person, with a good token and nothing typed, about a policy of the
author's: in screening (`draft`), awaiting approval, in screening and restricted, screened out; and
about one that does not exist. `tests/house/test_routes.py` sends them all again.

200 shown, 301 at another address, 302 to the sign-in page, 303 done, 403 may not, 404 nothing that
this person may see, 409 outdated, 422 refused because nothing was typed. The person who gets 404
for what exists gets the same page as for what does not.

"""


@dataclass(frozen=True)
class Line:
    """One route about one object: the status each actor got."""

    method: str
    path: str
    permission: str
    about: str
    statuses: tuple[int, ...]


@dataclass(frozen=True)
class Things:
    """What the routes speak about, by object: the values of their parameters."""

    site: Site
    values: dict[str, dict[str, str]]


def prepare(folder: Path, template: SqliteTemplate) -> Things:
    """An organisation with a policy in each state, a comment, a file and a mail."""
    world = build_world(template.copy(folder), folder / "data")
    text = {"text": Upload("policy.txt", b"What we do, and why.")}
    editions = {
        "draft": world.in_screening(title="In screening", **text),
        "awaiting": world.awaiting(title="Awaiting approval", **text),
        "restricted": world.in_screening(title="Restricted", restricted=True, **text),
        "screened out": world.screened_out(title="Screened", operation=Operation.ENDED, **text),
    }
    world.ask(editions["awaiting"])
    _agree_if(world, editions["awaiting"])
    site = build_site(world)
    values = {name: _values(site, edition) for name, edition in editions.items()}
    values["missing"] = {
        "reference": "none", "assessment_id": "999999", "mail_id": "999999", "comment_id": "999999",
        "key": "0" * 32, "name": "none.css", "ref": "E999", "account": "U999",
        "row_id": "999999", "condition_id": "999999", "committee_id": "999999",
        **_FIXED,
    }  # fmt: skip
    return Things(site, values)


_SOURCE = EvidenceInput(
    title="Who was asked", kind=EvidenceKind.SURVEY, source="The unit", period="2026",
    area="Everywhere", finding="Most agree.", limits="Few answered.", audience=Audience.INTERNAL,
)  # fmt: skip
_ON_NO_POLICY = frozenset({"account", "committee_id", "row_id", "setting_id", "link", "token"})
_FIXED = {
    "link": "x",
    "token": "x",
    "number": "1",
    "report_id": "999999",
    "setting_id": "screening_days",
    "stage": "screening",
    "section_id": "purpose",
    "question": "purpose",
    "action": "start",
    "kind": "second",
    "due_kind": "screening",
    "item": "0",
}


def _agree_if(world: World, edition: Edition) -> None:
    """The committee agrees on a condition that the author sees to."""
    condition = ConditionInput("Ask the panel.", world.refs["author"], date(2027, 3, 1), True)
    world.sign("chair", edition, SignatureKind.COMMITTEE, Verdict.AGREE_IF,
               conditions=(condition,), decided_on=date(2026, 11, 20),
               minute_reference="14")  # fmt: skip


def _values(site: Site, edition: Edition) -> dict[str, str]:
    world = site.world
    add_comment(
        world.store, assessment_id=edition.assessment_id, form="screening", question="purpose",
        actor_id=world.ids["strategy"], text="Say for whom.", token=world.token(),
    )  # fmt: skip
    with unit_of_work(world.store) as unit:
        enqueue(unit, "approved", recipient_id=world.ids["author"],
                about=target_of(unit.session.get_one(Assessment, edition.assessment_id)),
                )  # fmt: skip
        unit.record(edition.reference, "mail_written", SYSTEM)
    source = add_evidence(
        world.store, policy_reference=edition.reference, actor_id=world.ids["author"],
        given=_SOURCE, token=world.token(),
    )  # fmt: skip
    policy_id = world.policy(edition).id
    with world.store.read_session() as session:
        files = session.exec(select(StoredFile).where(StoredFile.policy_id == policy_id)).all()
        mail = session.exec(
            select(Message).where(Message.target_id == edition.assessment_id)
        ).first()
        condition = session.exec(
            select(Condition).where(Condition.assessment_id == edition.assessment_id)
        ).first()
        comment = session.exec(
            select(Comment).where(Comment.assessment_id == edition.assessment_id)
        ).first()
        return {
            "reference": edition.reference,
            "assessment_id": str(edition.assessment_id),
            "mail_id": str(mail.id),
            "comment_id": str(comment.id),
            "condition_id": str(condition.id) if condition else "999999",
            "committee_id": str(world.committee_id),
            "key": files[0].key,
            "name": "ria.css",
            "ref": source,
            "account": world.refs["author"],
            "row_id": str(create_function(world.store, "Custody", FunctionPhase.PRIORITY)),
            **_FIXED,
        }


def gather(things: Things) -> list[Line]:
    """Send everything. Signing out comes last, since it ends the sessions of the others."""
    visitors = {actor: _visitor(things.site, actor, n) for n, actor in enumerate(ACTORS)}
    routes = [
        (method, route["path"], str(route["permission"]))
        for route in route_list(things.site.app)
        for method in route["methods"]
    ]
    lines = []
    for method, path, permission in sorted(routes, key=lambda r: (r[1] == LAST, r[1], r[0])):
        objects = _objects(path)
        for about in objects:
            address = fill(path, things.values[about]) if about else path
            statuses = [send(visitor, method, address) for visitor in visitors.values()]
            lines.append(Line(method, path, permission, about, tuple(statuses)))
    return lines


def _objects(path: str) -> tuple[str, ...]:
    """What a route is sent about: accounts and the like hang on no policy, and are there or not."""
    parameters = set(re.findall(r"<(?:\w+:)?(\w+)>", path))
    if parameters <= _ON_NO_POLICY:
        return ("draft", "missing") if parameters else ("",)
    return OBJECTS


def fill(path: str, values: dict[str, str]) -> str:
    """The address of a route with its parameters filled in. KeyError for one nobody described."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], path)


def _visitor(site: Site, actor: str, number: int) -> Visitor:
    visitor = site.visitor("" if actor == "public" else actor, address=f"10.0.0.{number}")
    visitor.get("/sign-in" if actor == "public" else "/work")
    visitor.token = visitor.filled(visitor.page.find("form", method="post"))["csrf_token"]
    return visitor


def send(visitor: Visitor, method: str, address: str) -> int:
    """Send one request as it is; the status."""
    data = None
    if method == "POST":
        # Each from an address and for an account of its own, so that nothing is throttled.
        email = f"{visitor.address}@police.example"
        data = {"csrf_token": visitor.token, "token": secrets.token_hex(16), "email": email}
    visitor.response = visitor._send(method, address, data=data)
    return visitor.response.status_code


def table(lines: list[Line]) -> str:
    """The matrix as Markdown; objects that all actors get alike share a line."""
    head = ["route", "permission", "about", *ACTORS]
    rows = [head, ["---"] * len(head)]
    for (method, path, permission, statuses), names in _alike(lines).items():
        route = f"`{method} {path}`"
        rows.append([route, permission, ", ".join(names), *map(str, statuses)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _alike(lines: list[Line]) -> dict[tuple[str, str, str, tuple[int, ...]], list[str]]:
    found: dict[tuple[str, str, str, tuple[int, ...]], list[str]] = {}
    for line in lines:
        key = (line.method, line.path, line.permission, line.statuses)
        found.setdefault(key, []).append(line.about)
    return found


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        things = prepare(work, SqliteTemplate(Path(folder)))
        PUBLISHED.write_text(INTRODUCTION + table(gather(things)), encoding="utf-8")
        things.site.world.store.close()


if __name__ == "__main__":
    main()
