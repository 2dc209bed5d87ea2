"""Policies, editions, and what the rules need to know of them."""

from __future__ import annotations

import pytest

from ria.models import SignatureKind
from ria.queries.assessment import editions
from ria.queries.assessment.subject import contributors, subject_of
from workflows.actions import Action
from workflows.stages import APPROVAL, Stage


def read(world, query, *arguments):
    with world.store.read_session() as session:
        found = query(session, *arguments)
        session.expunge_all()
        return found


def subject(world, edition):
    return read(world, subject_of, world.policy(edition), world.row(edition))


def test_a_policy_is_found_in_whatever_case(world):
    world.register(reference="Hr-7")
    for reference in ("Hr-7", "hr-7", "HR-7"):
        assert read(world, editions.policy_by_reference, reference).reference == "Hr-7"
    assert read(world, editions.policy_by_reference, "HR-8") is None


def test_the_newest_edition(world):
    edition = world.register()
    policy = world.policy(edition)
    assert read(world, editions.latest_assessment, policy.id).id == edition.assessment_id
    assert read(world, editions.latest_assessment, 4711) is None


@pytest.mark.parametrize("stage", Stage)
def test_an_approval_speaks_of_the_form_before_it(stage):
    form = editions.form_stage(stage)
    assert form not in APPROVAL
    assert stage.value in (form.value, f"{form.value}_approval")


def test_contributors_count_for_their_stage(world):
    edition = world.awaiting()
    found = read(world, contributors, edition.assessment_id, Stage.SCREENING_APPROVAL)
    assert found == {world.ids["author"]}
    later = read(world, contributors, edition.assessment_id, Stage.ASSESSMENT)
    assert later == frozenset()


def test_the_subject_of_a_policy_without_an_edition(world):
    policy = world.policy(world.register())
    found = read(world, subject_of, policy, None)
    assert (found.owner_id, found.deputy_id) == (world.ids["author"], world.ids["deputy"])
    assert not found.before_committee


def test_the_subject_follows_the_stage(world):
    edition = world.in_screening(restricted=True)
    found = subject(world, edition)
    assert (found.restricted, found.before_committee, found.submitted_by) == (True, False, None)
    world.fill(edition)
    world.act("author", edition, Action.SUBMIT)
    found = subject(world, edition)
    assert (found.before_committee, found.submitted_by) == (True, world.ids["author"])
    assert found.contributors == {world.ids["author"]}


def test_who_was_asked_to_sign_is_known(world):
    edition = world.awaiting()
    assert subject(world, edition).asked_to_sign == frozenset()
    world.ask(edition, "colleague")
    world.ask(edition, "", SignatureKind.COMMITTEE)
    asked = {world.ids[name] for name in ("colleague", "chair", "secretary")}
    assert subject(world, edition).asked_to_sign == asked
