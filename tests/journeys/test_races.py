"""Many hands at once: one winner, one effect, and nobody is told that the service broke."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ria.models import SectionAnswers, StageChange
from tests.ria.web.filling import address
from workflows.actions import Action
from workflows.stages import Stage

CLIENTS = 8


def deciders(site):
    """Eight browsers of the Strategy Unit's two people, each with its forgery token."""
    found = []
    for number in range(CLIENTS):
        visitor = site.visitor("strategy" if number % 2 else "strategy2")
        visitor.get("/policies")
        found.append((visitor.client, visitor.page.find("input", {"name": "csrf_token"})["value"]))
    return found


def race(pool, clients, path, fields):
    """Every client posts at the same moment; the statuses, in the clients' order."""
    start = Barrier(len(clients))

    def run(number):
        client, csrf = clients[number]
        start.wait()
        data = {"csrf_token": csrf, **fields(number)}
        return client.post(path, data=data).status_code

    return list(pool.map(run, range(len(clients))))


@pytest.mark.parametrize("races", [10, pytest.param(500, marks=[pytest.mark.long])])
@pytest.mark.timeout(1_800)
def test_every_approval_race_has_a_single_winner(site_on_both, races):
    world = site_on_both.world
    editions = [world.awaiting(case="media_policy", title=f"Policy {n}") for n in range(races)]
    seen, clients = world.hash_of(editions[0]), deciders(site_on_both)
    tally = Counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for number, edition in enumerate(editions):
            statuses = race(
                pool,
                clients,
                f"/assessments/{edition.assessment_id}/decision",
                lambda n, race=number: {
                    "decision": "approve",
                    "due_regard": "yes",
                    "seen": seen,
                    "token": f"{race:016x}{n:016x}",
                },
            )
            assert statuses.count(303) == 1, (number, statuses)
            tally.update(statuses)
    assert set(tally) <= {303, 409, 422}
    approved = [c.assessment_id for c in world.all(StageChange) if c.action is Action.APPROVE]
    assert sorted(approved) == sorted(edition.assessment_id for edition in editions)
    assert {world.row(edition).stage for edition in editions} == {Stage.ASSESSMENT}


def test_one_form_sent_eight_times_at_once_has_one_effect(site_on_both):
    world = site_on_both.world
    edition = world.awaiting(case="media_policy")
    visitor = site_on_both.visitor("strategy")
    visitor.get("/policies")
    csrf = visitor.page.find("input", {"name": "csrf_token"})["value"]
    fields = {
        "decision": "approve",
        "due_regard": "yes",
        "seen": world.hash_of(edition),
        "token": "a" * 32,
    }
    with ThreadPoolExecutor(CLIENTS) as pool:
        path = f"/assessments/{edition.assessment_id}/decision"
        statuses = race(pool, [(visitor.client, csrf)] * CLIENTS, path, lambda _: fields)
    assert statuses == [303] * CLIENTS
    assert world.kinds(edition.reference).count("stage_changed") == 3


def test_saves_of_one_section_have_one_winner_and_of_two_sections_none_loses(site_on_both):
    world = site_on_both.world
    edition = world.in_screening()
    clients = []
    for name in ("author", "deputy") * 4:
        visitor = site_on_both.visitor(name)
        visitor.get("/policies")
        clients.append(
            (visitor.client, visitor.page.find("input", {"name": "csrf_token"})["value"])
        )

    def text(number):
        return {
            "purpose": f"Number {number} writes what the policy is for, at length.",
            "version": "0",
            "token": f"{number:032x}",
        }

    with ThreadPoolExecutor(CLIENTS) as pool:
        same = race(pool, clients, address(edition, "purpose"), text)
        assert (same.count(303), same.count(409)) == (1, CLIENTS - 1)
        pages = ["before", "functions", "reach", "evidence", "groups", "proposal"]
        saves = [
            pool.submit(
                client.post,
                address(edition, page),
                data={"csrf_token": csrf, "version": "0", "token": f"{number + 50:032x}"},
            )
            for number, (page, (client, csrf)) in enumerate(zip(pages, clients, strict=False))
        ]
        assert [save.result().status_code for save in saves] == [303] * len(pages)
    assert len(world.all(SectionAnswers)) == 1 + len(pages)
