"""Reading the evidence bank: who sees what, what is found, who cites what."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from forms.questions.question import Audience
from ria.history import unit_of_work
from ria.models import Evidence, EvidenceKind, InvitedContributor, Policy, SectionAnswers, StageForm
from ria.permissions.map import may
from ria.queries.accounts.people import person
from ria.queries.assessment.editions import latest_assessment
from ria.queries.assessment.subject import subject_of
from ria.queries.evidence import evidence as bank
from ria.queries.evidence.access import permission_for
from ria.queries.evidence.citations import citations, refs_in
from ria.queries.kit.paging import PAGE_SIZE, From
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.evidence.evidence import (
    EvidenceInput,
    add_evidence,
    change_evidence,
    supersede_evidence,
)
from ria.services.kit.search import rebuild_search

EVERYTHING = bank.EvidenceFilters()
USUAL = {
    "title": "Stops by ethnic group",
    "kind": EvidenceKind.STATISTICS,
    "source": "Home Office",
    "period": "2019/20",
    "area": "London",
    "finding": "Black people were searched most.",
    "limits": "It is old.",
    "audience": Audience.INTERNAL,
}


def add(world, policy, who="legal", **changes):
    """Add a source for a policy, by somebody who may give it any audience."""
    return add_evidence(
        world.store,
        policy_reference=policy.reference,
        actor_id=world.ids[who],
        given=EvidenceInput(**{**USUAL, **changes}),
        token=world.token(),
    )


def supersede(world, ref, by):
    """Say that another source takes this one's place."""
    supersede_evidence(
        world.store,
        ref=ref,
        by=by,
        actor_id=world.ids["strategy"],
        seen_version=1,
        token=world.token(),
    )


def found(world, who="strategy", filters=EVERYTHING, start=None, size=PAGE_SIZE):
    """The references of one page of the bank."""
    with world.store.read_session() as session:
        reader = person(session, world.ids[who], world.clock.at.date())
        page = bank.evidence_list(session, reader, filters, start or From(), size)
        return [line.ref for line in page.rows]


def cite(world, edition, refs):
    """Let the screening form's first section cite these sources."""
    with unit_of_work(world.store) as unit:
        rows = unit.session.exec(
            select(SectionAnswers)
            .join(StageForm)
            .where(col(StageForm.assessment_id) == edition.assessment_id)
        ).all()
        rows[0].answers = {**rows[0].answers, "looked_at": refs}
        unit.save(rows[0])
        unit.record(edition.reference, "section_saved", "U1")


def invite(world, edition, who):
    """Ask somebody to help with the forms of an edition."""
    with unit_of_work(world.store) as unit:
        unit.save(
            InvitedContributor(
                assessment_id=edition.assessment_id,
                user_id=world.ids[who],
                invited_by=world.ids["author"],
                invited_at=unit.now,
            )
        )
        unit.record(edition.reference, "contributor_invited", world.refs["author"])


def go_away(world, who, stand_in):
    """Let somebody be away today, with somebody else in their place."""
    today = world.clock.at.date()
    set_away(
        world.store,
        ref=world.refs[who],
        actor_id=world.ids[who],
        given=AbsenceInput(away_from=today, away_until=today, stand_in_ref=world.refs[stand_in]),
        token=world.token(),
    )


def test_the_list_and_the_rule_agree_for_everybody(world_on_either):
    """`visible_to` and `permission_for` are one rule, said to the database and to Python."""
    world = world_on_either
    policies = [
        world.in_screening(),
        world.in_screening(restricted=True),
        world.awaiting(),
        world.awaiting(restricted=True),
        world.register(owner_id=world.ids["colleague"], deputy_id=None),
    ]
    world.ask(policies[2], "other_chair")
    world.ask(policies[3], "colleague")
    invite(world, policies[1], "colleague")
    go_away(world, "colleague", "secretary")
    for policy in policies:
        for audience in Audience:
            add(world, policy, audience=audience)
    with world.store.read_session() as session:
        rows = session.exec(select(Evidence, Policy).join(Policy)).all()
        seen_by = {}
        for name, user_id in world.ids.items():
            reader = person(session, user_id, world.clock.at.date())
            expected = {
                evidence.ref
                for evidence, policy in rows
                if may(
                    permission_for(evidence, policy),
                    reader,
                    subject_of(session, policy, latest_assessment(session, policy.id)),
                )
            }
            assert set(found(world, name)) == expected, name
            assert (
                set(bank.evidence_choices(session, reader, world.clock.at.date()).labels)
                == expected
            ), name
            seen_by[name] = len(expected)
    assert seen_by["legal"] == 20
    assert seen_by["strategy"] == seen_by["adviser"] == 15
    assert seen_by["admin"] == seen_by["scrutiny"] == 8
    assert 8 < seen_by["chair"] < seen_by["head"] <= 15


class TestSearch:
    def test_by_words_of_title_source_finding_and_reference(self, world_on_either):
        world = world_on_either
        policy = world.register()
        add(world, policy, title="Élan vital")
        add(world, policy, source="Inspectorate of Constabulary")
        add(world, policy, finding="Nine in ten said that they felt SAFE.", limits="ÆRØ is missing")
        for words, refs in {
            "élan": ["E1"],
            "e\u0301lan": ["E1"],
            "elan": ["E1"],
            "ærø missing": ["E3"],
            "INSPECTORATE": ["E2"],
            "felt safe": ["E3"],
            "e3": ["E3"],
            "%": [],
            "london": ["E3", "E2", "E1"],
            "london élan": ["E1"],
        }.items():
            assert found(world, filters=bank.EvidenceFilters(words=words)) == refs, words

    def test_without_accents_in_every_field_after_a_correction_and_a_rebuild(self, world_on_either):
        world = world_on_either
        policy = world.register()
        for field in ("title", "source", "finding", "limits", "area", "period"):
            add(world, policy, **{field: "Said in the Café, ÎLE DE FRANCE"})
        everywhere = ["E1", "E6", "E5", "E4", "E3", "E2"]  # the title of the first has it
        typed = ("cafe", "CAFÉ", "cafe\u0301", "île", "ile de cafe")
        for words in typed:
            assert found(world, filters=bank.EvidenceFilters(words=words)) == everywhere, words
        change_evidence(
            world.store,
            ref="E1",
            actor_id=world.ids["legal"],
            given=EvidenceInput(**USUAL),
            seen_version=1,
            token=world.token(),
        )
        assert found(world, filters=bank.EvidenceFilters(words="cafe")) == everywhere[1:]
        rebuild_search(world.store)
        assert found(world, filters=bank.EvidenceFilters(words="cafe")) == everywhere[1:]
        assert world.faults() == []

    def test_by_kind_area_and_policy(self, world):
        first, second = world.register(), world.register()
        add(world, first, kind=EvidenceKind.SURVEY)
        add(world, second, area="Wales")
        assert found(world, filters=bank.EvidenceFilters(kind=EvidenceKind.SURVEY)) == ["E1"]
        assert found(world, filters=bank.EvidenceFilters(area="Wales")) == ["E2"]
        wanted = world.policy(first).id
        assert found(world, filters=bank.EvidenceFilters(policy_id=wanted)) == ["E1"]
        assert found(world, filters=bank.EvidenceFilters(policy_id=-1)) == []

    def test_a_page_at_a_time(self, world):
        policy = world.register()
        for _ in range(5):
            add(world, policy)
        assert found(world, size=2) == ["E5", "E4"]
        assert found(world, start=From(after=4), size=2) == ["E3", "E2"]
        assert found(world, start=From(before=2), size=2) == ["E4", "E3"]

    def test_areas_are_those_of_what_one_sees(self, world):
        policy = world.register()
        add(world, policy, area="Safe house", audience=Audience.PRIVILEGED)
        add(world, policy, area="London")
        add(world, policy, area="London")
        with world.store.read_session() as session:
            assert bank.areas(session, person(session, world.ids["author"])) == ["London"]


class TestCitations:
    def test_of_every_edition_that_names_the_source(self, world_on_either):
        world = world_on_either
        first, second, third = world.awaiting(), world.awaiting(), world.awaiting()
        add(world, first)
        cite(world, first, ["E1", "E11"])
        cite(world, second, ["E1"])
        cite(world, third, ["E11"])
        with world.store.read_session() as session:
            cited = citations(session, "E1")
        assert [(c.reference, c.edition, c.forms) for c in cited] == [
            (first.reference, 1, ("screening",)),
            (second.reference, 1, ("screening",)),
        ]

    def test_what_merely_looks_like_a_citation_is_none(self, world):
        edition = world.awaiting()
        cite(world, edition, "E1")
        with world.store.read_session() as session:
            assert citations(session, "E1") == []

    def test_in_tables_and_by_group_too(self):
        answers = {"a": [{"id": "r1", "from": ["E1"]}], "b": {"roma": {"from": ["E2"]}}, "c": "E3"}
        assert set(refs_in(answers)) == {"E1", "E2"}

    def test_one_query_however_many_cite_it(self, world):
        editions = [world.awaiting() for _ in range(3)]
        for edition in editions:
            cite(world, edition, ["E1"])
        asked = []
        event.listen(
            world.store.engine, "before_cursor_execute", lambda *args: asked.append(args[2])
        )
        with world.store.read_session() as session:
            assert len(citations(session, "E1")) == 3
        assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_choices_name_the_source_and_put_superseded_ones_last(world):
    policy = world.register()
    add(world, policy)
    add(world, policy, title="Newer", period="2020/21")
    supersede(world, "E1", "E2")
    with world.store.read_session() as session:
        author = person(session, world.ids["author"])
        offered = bank.evidence_choices(session, author, world.clock.at.date())
    choices = offered.labels
    assert list(choices.items()) == [
        ("E2", "E2: Newer (London, 2020/21)"),
        ("E1", "E1: Stops by ethnic group (London, 2019/20), superseded by E2"),
    ]
    assert offered.kinds == {"E1": "statistics", "E2": "statistics"}
    assert offered.warnings["E1"] == "E2 has taken its place. Cite that one, if you can."


def test_cited_finds_the_rows_and_leaves_out_the_unknown(world):
    policy = world.register()
    add(world, policy)
    add(world, policy)
    with world.store.read_session() as session:
        assert [e.ref for e in bank.cited(session, ["E2", "E1", "E7", "E2"])] == ["E1", "E2"]
        assert bank.cited(session, []) == []


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        (dt.date(2021, 11, 23), False),
        (dt.date(2021, 11, 22), True),
        (dt.date(2026, 1, 1), False),
        (None, False),
    ],
)
def test_old_is_more_than_five_years(as_of, answer):
    assert bank.is_old(as_of, dt.date(2026, 11, 23)) is answer


def test_five_years_before_a_leap_day():
    assert bank.is_old(dt.date(2023, 2, 28), dt.date(2028, 2, 29))
    assert not bank.is_old(dt.date(2023, 3, 1), dt.date(2028, 2, 29))
