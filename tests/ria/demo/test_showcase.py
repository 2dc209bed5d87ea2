"""The demonstration's data: a register as a police service's, lived through the real commands."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime

import pytest
from sqlmodel import col, func, select

from ria.clock import FixedClock, london_date
from ria.db.store import open_store
from ria.demo.organisation.organisation import ORGANISATION
from ria.demo.story.register import POLICIES
from ria.history.verify import verify
from ria.models import (
    Assessment,
    Comment,
    Committee,
    Condition,
    Consultation,
    ConsultationState,
    Function,
    Message,
    MonitoringReport,
    Policy,
    PolicyFunction,
    PublishedReport,
    QualityOverride,
    Reminder,
    ReportKind,
    SignOff,
    StageChange,
    User,
    Verdict,
)
from ria.models.mail.mail import MailState
from ria.notify.reminders.tick import tick
from ria.settings import load_settings
from ria.web.app import create_app
from workflows.process import ESCALATE_AT_ROUND
from workflows.stages import OPEN, Stage

pytestmark = pytest.mark.timeout(600)  # whoever comes first waits until two years have passed


@pytest.fixture(scope="module")
def session(store):
    with store.read_session() as opened:
        yield opened


def every(session, model):
    return session.exec(select(model)).all()


def test_every_stage_is_there(session):
    found = Counter(session.exec(select(Assessment.stage)))
    assert set(found) == set(Stage)


def test_every_policy_is_real_and_has_its_place(session):
    with POLICIES.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    policies = every(session, Policy)
    assert {row["title"] for row in listed} == {policy.title for policy in policies}
    assert all(row["publisher"] and row["source"] for row in listed)
    assert len(every(session, Committee)) == len(ORGANISATION["committees"]) == 16
    assert len({policy.committee_id for policy in policies}) >= 14


def test_the_history_proves_itself(session):
    report = verify(session)
    assert report.faults == ()


def test_nothing_went_wrong_with_the_mails(session):
    states = Counter(message.state for message in every(session, Message))
    assert set(states) <= {MailState.SENT, MailState.NOT_NEEDED}
    assert states[MailState.SENT] > 300
    assert len(every(session, Reminder)) > 100


def test_mails_bear_the_pretended_dates(lived, store):
    mails = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted((lived / "mail").glob("*.eml"))
    ]
    dates = [parsedate_to_datetime(mail["Date"]) for mail in mails]
    assert dates == sorted(dates)
    assert dates[-1] - dates[0] > timedelta(days=600)
    assert dates[-1] <= store.clock.now()


def test_there_is_something_to_see_of_everything(session, store):
    today = london_date(store.clock.now())
    verdicts = {sign_off.verdict for sign_off in every(session, SignOff)}
    assert verdicts == set(Verdict)
    conditions = every(session, Condition)
    assert any(condition.met_on for condition in conditions)
    assert any(not c.met_on and c.due_on < today for c in conditions)
    assert {c.state for c in every(session, Consultation)} == set(ConsultationState)
    running = [c for c in every(session, Consultation) if c.state is ConsultationState.OPEN]
    assert any(c.closes_on > today for c in running) and any(c.extended_because for c in running)
    rounds = {a.round for a in every(session, Assessment) if a.stage in OPEN}
    assert {1, 2, 3} <= rounds and max(rounds) > ESCALATE_AT_ROUND
    late = session.exec(
        select(func.count()).where(col(Assessment.due_on) < today, col(Assessment.is_open))
    ).one()
    assert late >= 5
    assert any(comment.resolved_at is None for comment in every(session, Comment))
    assert every(session, QualityOverride)
    assert [user.email for user in every(session, User) if user.stand_in_id] == [
        "developer2@ria.example"
    ]
    reports = every(session, MonitoringReport)
    assert {report.kind for report in reports} >= {ReportKind.FULL, ReportKind.HOLDING}
    assert len(every(session, PublishedReport)) >= 4
    assert len(every(session, Function)) == 21 and every(session, PolicyFunction)
    policies = every(session, Policy)
    assert any(p.restricted for p in policies) and any(p.urgent_reason for p in policies)
    days = [p.programme_due_on for p in policies if p.legacy]
    assert days.count(None) == 1 and len(days) == 4 and any(d and d > today for d in days)


def test_nobody_decided_on_what_they_wrote(session):
    owners = {user.id for user in every(session, User) if user.email.startswith("developer")}
    decided = {"approve", "reject", "return"}
    changes = every(session, StageChange)
    assert {c.actor_id for c in changes if c.action in decided}.isdisjoint(owners)


@pytest.mark.parametrize("path", ["/", "/register.json"])
def test_the_register_answers(store, path):
    client = create_app(store).test_client()
    answer = client.get(path)
    assert answer.status_code == 200
    assert b"Stop and search" in answer.data


def test_what_is_published_answers(store, session):
    client = create_app(store).test_client()
    stop = session.exec(select(Policy).where(col(Policy.title) == "Stop and search")).one()
    text = client.get(f"/register/{stop.reference}").get_data(as_text=True)
    for words in ("54.11 for every 1,000", "Open Government Licence v3.0", "You said"):
        assert words in text
    for policy in every(session, Policy):
        assert client.get(f"/register/{policy.reference}").status_code in (200, 404)


def test_time_goes_on_from_there(data_dir, store):
    later = FixedClock(store.clock.now() + timedelta(days=90))
    opened = open_store(load_settings(env="demo", data_dir=data_dir), later)
    while not (report := tick(opened)).is_working_day:
        later.at += timedelta(days=1)
    assert len(report.told) > 20
    opened.close()
