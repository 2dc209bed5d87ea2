"""A small organisation and its policies, built by the real commands, for the tests of the core."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import select

from ria.clock import FixedClock
from ria.db.store import Store, open_store
from ria.models import Assessment, Operation, Policy, SignatureKind, SubjectType, Verdict
from ria.permissions.person import Grant
from ria.queries.accounts.people import user_by_email
from ria.queries.assessment.case import ActionInput
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.queries.assessment.form_content import form_content
from ria.queries.organisation.settings import setting_values, settings_state
from ria.services.accounts.accounts import add_user
from ria.services.assessment.save_section import save_section
from ria.services.evidence.files import Upload
from ria.services.organisation.places import add_committee, add_unit
from ria.services.organisation.settings import change_settings
from ria.services.process.take_action import take_action
from ria.services.register.register import Registration, register_policy
from ria.services.signoff.requests import ask_for_signature
from ria.services.signoff.signatures import sign
from ria.services.signoff.verdicts import Signing
from ria.settings import load_settings
from tests.forms.samples import by_section
from tests.ria.kept import kept
from tests.support.cache import made_once
from tests.support.proof import faults_of
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage

MORNING = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
"""A Monday."""
TRAINED = dt.date(2027, 11, 1)

_ROLES = {
    "author": Role.DEVELOPER,
    "deputy": Role.DEVELOPER,
    "colleague": Role.DEVELOPER,
    "head": Role.UNIT_HEAD,
    "strategy": Role.STRATEGY_UNIT,
    "strategy2": Role.STRATEGY_UNIT,
    "adviser": Role.ADVISER,
    "legal": Role.LEGAL,
    "chair": Role.CHAIR,
    "secretary": Role.SECRETARY,
    "other_chair": Role.CHAIR,
    "scrutiny": Role.SCRUTINY,
    "admin": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Edition:
    """A policy's reference and the id of its newest edition."""

    reference: str
    assessment_id: int


@dataclass
class World:
    """One organisation: people by short names, and the commands with what tests rarely vary."""

    store: Store
    clock: FixedClock
    ids: dict[str, int] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    unit_id: int = 0
    committee_id: int = 0
    tokens: int = 0

    def token(self) -> str:
        """A fresh idempotency token."""
        self.tokens += 1
        return f"token-{self.tokens}"

    def registration(self, **changes: Any) -> Registration:
        """What the author types to register a policy."""
        usual: dict[str, Any] = {
            "title": "Patching of servers",
            "subject_type": SubjectType.PROCEDURE,
            "committee_id": self.committee_id,
            "unit_id": self.unit_id,
            "owner_id": self.ids["author"],
            "deputy_id": self.ids["deputy"],
            "operation": Operation.PROPOSED,
        }
        return Registration(**{**usual, **changes})

    def register(self, who: str = "author", **changes: Any) -> Edition:
        """A policy in the register, with edition 1."""
        given = self.registration(**changes)
        reference = register_policy(
            self.store, actor_id=self.ids[who], given=given, token=self.token()
        )
        with self.store.read_session() as session:
            policy = policy_by_reference(session, reference)
            edition = latest_assessment(session, policy.id)
            return Edition(reference, edition.id)

    def act(self, who: str, edition: Edition, action: Action, **given: Any) -> Stage:
        """One action of the process. `token` may be given. Approving confirms due regard."""
        given.setdefault("due_regard", action is Action.APPROVE)
        if action is Action.SUBMIT:
            given.setdefault("reason", "There was nothing to change.")
        token = given.pop("token", None) or self.token()
        return take_action(
            self.store,
            assessment_id=edition.assessment_id,
            action=action,
            actor_id=self.ids[who],
            given=ActionInput(**given),
            token=token,
        )

    def save(self, who: str, edition: Edition, section: str, answers: Any, seen: int = 0) -> int:
        """Save one section of the screening form."""
        return save_section(
            self.store,
            assessment_id=edition.assessment_id,
            form="screening",
            section=section,
            actor_id=self.ids[who],
            answers=answers,
            seen_version=seen,
            token=self.token(),
        )

    def fill(self, edition: Edition, case: str = "server_patching", who: str = "author") -> None:
        """Answer the whole screening form with a sample case."""
        for section, answers in by_section(case, contact=self.refs["author"]).items():
            if answers:
                self.save(who, edition, section, answers)

    @kept
    def in_screening(self, **changes: Any) -> Edition:
        """A policy whose screening form is open and empty."""
        edition = self.register(**changes)
        self.act("author", edition, Action.START)
        return edition

    @kept
    def awaiting(self, case: str = "server_patching", **changes: Any) -> Edition:
        """A policy whose screening awaits approval."""
        edition = self.in_screening(**changes)
        self.fill(edition, case)
        self.act("author", edition, Action.SUBMIT)
        return edition

    def hash_of(self, edition: Edition) -> str:
        """The hash of the screening form's content as it stands."""
        with self.store.read_session() as session:
            found = form_content(session, self.store.sets, edition.assessment_id, "screening")
            return found.hash

    def ask(
        self, edition: Edition, asked: str = "adviser", kind: SignatureKind = SignatureKind.SECOND
    ) -> None:
        """The Strategy Unit asks for a signature."""
        ask_for_signature(
            self.store,
            assessment_id=edition.assessment_id,
            kind=kind,
            actor_id=self.ids["strategy"],
            asked_ref=self.refs[asked] if asked else "",
            token=self.token(),
        )

    def sign(
        self,
        who: str,
        edition: Edition,
        kind: SignatureKind = SignatureKind.SECOND,
        verdict: Verdict = Verdict.AGREE,
        **given: Any,
    ) -> None:
        """Sign what the screening form now says."""
        token = given.pop("token", None) or self.token()
        usual = {"reason": "I read it and agree with it.", "seen": self.hash_of(edition)}
        sign(
            self.store,
            assessment_id=edition.assessment_id,
            kind=kind,
            actor_id=self.ids[who],
            given=Signing(verdict=verdict, **{**usual, **given}),
            token=token,
        )

    @kept
    def screened_out(self, **changes: Any) -> Edition:
        """A policy that was screened and not assessed."""
        edition = self.awaiting(**changes)
        self.ask(edition)
        self.sign("adviser", edition)
        self.act("strategy", edition, Action.APPROVE, seen=self.hash_of(edition))
        return edition

    def row(self, edition: Edition) -> Assessment:
        """The edition's row as it now stands."""
        with self.store.read_session() as session:
            found = session.get_one(Assessment, edition.assessment_id)
            session.expunge_all()
            return found

    def policy(self, edition: Edition) -> Policy:
        """The policy's row."""
        with self.store.read_session() as session:
            found = policy_by_reference(session, edition.reference)
            session.expunge_all()
            return found

    def all(self, model: Any) -> list[Any]:
        """Every row of a table, in the order of its key."""
        with self.store.read_session() as session:
            found = list(session.exec(select(model).order_by(*model.__table__.primary_key)))
            session.expunge_all()
            return found

    def kinds(self, chain: str) -> list[str]:
        """The kinds of the events of a chain, in order."""
        from ria.models import HistoryEvent

        events = [e for e in self.all(HistoryEvent) if e.chain == chain]
        return [e.kind for e in sorted(events, key=lambda e: e.seq)]

    def set(self, **given: Any) -> None:
        """The administrator changes what the organisation has set."""
        with self.store.read_session() as session:
            seen = settings_state(setting_values(session))
        change_settings(
            self.store, actor_id=self.ids["admin"], given=given, seen=seen, token=self.token()
        )

    def last(self, chain: str) -> dict[str, Any]:
        """What the newest event of a chain says."""
        from ria.models import HistoryEvent, HistoryPayload

        newest = max((e for e in self.all(HistoryEvent) if e.chain == chain), key=lambda e: e.seq)
        [payload] = [p for p in self.all(HistoryPayload) if p.event_id == newest.id]
        found: dict[str, Any] = json.loads(payload.content)["what"]
        return found

    def faults(self) -> list[str]:
        """What `ria audit verify` finds."""
        with self.store.read_session() as session:
            return [str(fault) for fault in faults_of(session)]


def build_world(url: str, folder: Path, at: dt.datetime = MORNING, **settings: Any) -> World:
    """An organisation of one unit, one committee and a person for each role, without policies."""
    clock = FixedClock(at)
    given = {"env": "test", "database_url": url, "data_dir": folder, **settings}
    world = World(open_store(load_settings(**given), clock), clock)
    world.unit_id = add_unit(world.store, "Policy Unit")
    world.committee_id = add_committee(world.store, "Operations", "Stops, custody and searches")
    other = add_committee(world.store, "Resources", "People, pay and buildings")
    scopes: dict[str, dict[str, int]] = {
        "head": {"unit_id": world.unit_id},
        "chair": {"committee_id": world.committee_id},
        "secretary": {"committee_id": world.committee_id},
        "other_chair": {"committee_id": other},
    }
    for name, role in _ROLES.items():
        email = f"{name}@police.example"
        world.refs[name] = add_user(
            world.store,
            name=name.replace("_", " ").capitalize(),
            email=email,
            password_hash="not a hash of anything",
            grants=[Grant(role, **scopes.get(name, {}))],
            unit_id=world.unit_id,
            trained_until=TRAINED,
        )
        with world.store.read_session() as session:
            world.ids[name] = user_by_email(session, email).id
    return world


def copied_world(url: str, folder: Path) -> World:
    """The same organisation, copied from one that was built once: `url` is an SQLite file."""
    file = Path(url.removeprefix("sqlite:///"))
    if not _BUILT:
        _BUILT.append(pickle.loads(made_once("organisation", lambda: _built(url, folder))))
    content, named = _BUILT[0]
    file.write_bytes(content)
    clock = FixedClock(MORNING)
    store = open_store(load_settings(env="test", database_url=url, data_dir=folder), clock)
    return World(store, clock, **deepcopy(named))


def _built(url: str, folder: Path) -> bytes:
    built = build_world(url, folder)
    built.store.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        content = database.serialize()
    named = {"ids": built.ids, "refs": built.refs}
    return pickle.dumps((content, named | {"unit_id": built.unit_id,
                                           "committee_id": built.committee_id}))  # fmt: skip


_BUILT: list[tuple[bytes, dict[str, Any]]] = []


def live(world: World) -> tuple[Edition, Edition]:
    """A scripted life that touches every sealed table: returns, comments, signatures, a refusal."""
    from ria.models import Grade
    from ria.services.assessment.remarks import add_comment, judge_section

    first = world.awaiting(title="Media policy", case="media_policy",
                           text=Upload("policy.txt", b"How we speak to the press."))  # fmt: skip
    seen = world.hash_of(first)
    about = {"assessment_id": first.assessment_id, "form": "screening"}
    add_comment(world.store, **about, question="purpose", actor_id=world.ids["strategy"],
                text="Say for whom.", token=world.token())  # fmt: skip
    judge_section(world.store, **about, section="purpose", actor_id=world.ids["strategy"],
                  grade=Grade.TO_FIX)  # fmt: skip
    world.clock.at += dt.timedelta(days=1)
    world.act("strategy", first, Action.RETURN, seen=seen, reason="The purpose is not clear.",
              due_on=dt.date(2026, 12, 4), return_to=Stage.SCREENING)  # fmt: skip
    purpose = by_section("media_policy", contact=world.refs["author"])["purpose"]
    better = {**purpose, "purpose": purpose["purpose"] + " It is for the press and the public."}
    world.save("deputy", first, "purpose", better, seen=1)
    world.act("deputy", first, Action.SUBMIT)
    world.act("strategy", first, Action.APPROVE, seen=world.hash_of(first),
              reason="The purpose now says for whom it is.")  # fmt: skip
    second = world.awaiting(title="Patching of servers")
    try:
        world.act("strategy", second, Action.APPROVE, seen=world.hash_of(second))
    except Exception as refusal:
        assert "second_signature" in [reason.id for reason in refusal.reasons]
    world.ask(second)
    world.sign("adviser", second)
    world.act("strategy", second, Action.APPROVE, seen=world.hash_of(second))
    return first, second
