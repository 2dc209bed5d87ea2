"""The demonstration's data: put in through the product's own commands, once."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from sqlmodel import col, select

from forms.source import read
from ria.clock import london_date
from ria.db.store import Store
from ria.demo.accounts import ACCOUNTS, PASSWORD, Account
from ria.demo.committees import COMMITTEES
from ria.demo.evidence import seed_evidence
from ria.demo.functions import FUNCTIONS
from ria.models import Committee, Operation, Policy, SubjectType, Unit, User
from ria.models.types import sort_key
from ria.permissions import Grant
from ria.queries.case import Given
from ria.queries.people import user_by_email
from ria.queries.subjects import latest_assessment
from ria.services.accounts import add_committee, add_unit, add_user
from ria.services.functions import create_function
from ria.services.register_policy import Registration, register_policy
from ria.services.save_section import save_section
from ria.services.take_action import take_action
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage

HERE = Path(__file__).parent
EVIDENCED = "Stop and search"
SCREENED = "Police Officer Promotion and Selection Policy"
TRAINED_FOR = timedelta(days=5 * 365)


def seed(store: Store) -> None:
    """Accounts, committees, units and policies; what is there already is left as it is."""
    committees = [add_committee(store, name, remit) for name, remit in COMMITTEES]
    password_hash = PasswordHasher().hash(PASSWORD)
    for account in ACCOUNTS:
        _open(store, account, password_hash, committees)
    for number, (function, phase) in enumerate(FUNCTIONS, start=1):
        create_function(store, function, phase, number)
    for row in _policies():
        if not _is_registered(store, row["title"]):
            _register(store, row)
    _screen(store)
    _describe_evidence(store)


def _describe_evidence(store: Store) -> None:
    """Real sources about stop and search, for the evidence bank."""
    with store.reading() as session:
        query = select(Policy).where(col(Policy.title_key) == sort_key(EVIDENCED))
        policy = session.exec(query).one()
        reference, owner_id = policy.reference, policy.owner_id
    seed_evidence(store, reference, owner_id)


def _open(store: Store, account: Account, password_hash: str, committees: list[int]) -> None:
    with store.reading() as session:
        if user_by_email(session, account.email) is not None:
            return
    unit_id = add_unit(store, account.unit) if account.unit else None
    add_user(
        store,
        name=account.name,
        email=account.email,
        password_hash=password_hash,
        grants=_grants(account.role, unit_id, committees),
        unit_id=unit_id,
        trained_until=london_date(store.clock.now()) + TRAINED_FOR,
    )


def _grants(role: Role, unit_id: int | None, committees: list[int]) -> list[Grant]:
    """One chair and one secretary serve all committees, so that every policy has both."""
    if role in (Role.CHAIR, Role.SECRETARY):
        return [Grant(role, committee_id=committee_id) for committee_id in committees]
    return [Grant(role, unit_id=unit_id if role is Role.UNIT_HEAD else None)]


def _policies() -> list[dict[str, str]]:
    with (HERE / "policies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_registered(store: Store, title: str) -> bool:
    query = select(Policy.id).where(col(Policy.title_key) == sort_key(title))
    with store.reading() as session:
        return session.exec(query).first() is not None


def _register(store: Store, row: dict[str, str]) -> None:
    owner_id = _user_id(store, row["owner"])
    given = Registration(
        title=row["title"],
        subject_type=SubjectType(row["subject_type"]),
        committee_id=_id_of(store, Committee, row["committee"]),
        unit_id=_id_of(store, Unit, row["unit"]),
        owner_id=owner_id,
        operation=Operation(row["operation"]),
    )
    register_policy(store, actor_id=owner_id, given=given, token=f"demo {row['title']}"[:64])


def _screen(store: Store) -> None:
    """Take one policy to the point where the Strategy Unit is asked for its approval."""
    owner_id = _user_id(store, "developer2")
    with store.reading() as session:
        query = select(Policy).where(col(Policy.title_key) == sort_key(SCREENED))
        policy = session.exec(query).one()
        assert policy.id is not None
        assessment = latest_assessment(session, policy.id)
        assert assessment is not None
        if assessment.stage is not Stage.REGISTERED:
            return
        assert assessment.id is not None
        assessment_id, frame = assessment.id, assessment.frame
    _fill_in(store, assessment_id, frame, owner_id)


def _fill_in(store: Store, assessment_id: int, frame: str, owner_id: int) -> None:

    def act(action: Action) -> None:
        take_action(
            store,
            assessment_id=assessment_id,
            action=action,
            actor_id=owner_id,
            given=Given(),
            token=f"demo {action}",
        )

    with store.reading() as session:
        contact = session.get_one(User, owner_id).ref
    answers = {**json.loads(json.dumps(read(HERE / "promotion.yaml"))), "contact": contact}
    act(Action.START)
    for section in store.sets.latest("screening", frame).sections:
        asked = {question.key for question in section.questions}
        save_section(
            store,
            assessment_id=assessment_id,
            form="screening",
            section=section.id,
            actor_id=owner_id,
            answers={key: value for key, value in answers.items() if key in asked},
            seen_version=0,
            token=f"demo {section.id}",
        )
    act(Action.SUBMIT)


def _user_id(store: Store, local_part: str) -> int:
    email = next(a.email for a in ACCOUNTS if a.local_part == local_part)
    with store.reading() as session:
        user = user_by_email(session, email)
        assert user is not None and user.id is not None
        return user.id


def _id_of(store: Store, model: type[Committee] | type[Unit], name: str) -> int:
    with store.reading() as session:
        return int(session.exec(select(model.id).where(col(model.name) == name)).one() or 0)
