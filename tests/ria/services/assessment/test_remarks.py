"""Comments on questions and judgements of sections."""

from __future__ import annotations

import pytest

from ria.models import Comment, Grade, Judgement
from ria.services.assessment.remarks import add_comment, judge_section, resolve_comment
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Taken, Unmet


@pytest.fixture
def awaiting(world):
    return world.awaiting()


def comment(world, edition, who="strategy", **changes):
    given = {
        "assessment_id": edition.assessment_id,
        "form": "screening",
        "question": "purpose",
        "actor_id": world.ids[who],
        "text": " Say for whom. ",
        "token": world.token(),
    }
    add_comment(world.store, **{**given, **changes})


def judge(world, edition, grade, who="strategy", **changes):
    given = {"assessment_id": edition.assessment_id, "form": "screening", "section": "purpose"}
    judge_section(world.store, **{**given, **changes}, actor_id=world.ids[who], grade=grade)


def test_a_comment_stands_at_its_question(world, awaiting):
    comment(world, awaiting)
    (row,) = world.all(Comment)
    assert (row.section, row.question, row.text, row.round) == (
        "purpose",
        "purpose",
        "Say for whom.",
        1,
    )
    assert world.kinds(awaiting.reference)[-1] == "comment_added"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2_001])
def test_nothing_and_too_much_are_refused(world, awaiting, text):
    with pytest.raises(Invalid) as refusal:
        comment(world, awaiting, text=text)
    assert refusal.value.field == "text"


@pytest.mark.parametrize("change", [{"form": "nothing"}, {"question": "nothing"}])
def test_what_does_not_exist_cannot_be_remarked_on(world, awaiting, change):
    with pytest.raises(NotFound):
        comment(world, awaiting, **change)


@pytest.mark.parametrize("who", ["colleague", "admin", "other_chair"])
def test_who_may_not_read_may_not_remark(world, awaiting, who):
    with pytest.raises(Forbidden):
        comment(world, awaiting, who)


@pytest.mark.parametrize("who", ["author", "adviser", "legal", "scrutiny", "head", "chair"])
def test_who_reads_may_remark(world, awaiting, who):
    comment(world, awaiting, who)
    assert len(world.all(Comment)) == 1


def test_a_comment_sent_twice_stands_once(world, awaiting):
    for _ in range(2):
        comment(world, awaiting, token="once")
    assert len(world.all(Comment)) == 1
    with pytest.raises(Taken):
        comment(world, awaiting, token="once", text="Something else.")


@pytest.mark.parametrize("who", ["author", "deputy", "strategy2", "adviser"])
def test_owner_author_and_decider_resolve_a_comment(world, awaiting, who):
    comment(world, awaiting, "adviser")
    for _ in range(2):
        resolve_comment(
            world.store,
            assessment_id=awaiting.assessment_id,
            comment_id=1,
            actor_id=world.ids[who],
        )
    (row,) = world.all(Comment)
    assert row.resolved_by == world.ids[who]
    assert world.kinds(awaiting.reference).count("comment_resolved") == 1


@pytest.mark.parametrize(
    ("who", "error"), [("legal", Forbidden), ("scrutiny", Forbidden), ("colleague", Forbidden)]
)
def test_others_do_not(world, awaiting, who, error):
    comment(world, awaiting, "adviser")
    with pytest.raises(error):
        resolve_comment(
            world.store,
            assessment_id=awaiting.assessment_id,
            comment_id=1,
            actor_id=world.ids[who],
        )


def test_a_comment_is_found_through_its_own_edition_alone(world, awaiting):
    comment(world, awaiting)
    other = world.awaiting()
    with pytest.raises(NotFound):
        resolve_comment(
            world.store,
            assessment_id=other.assessment_id,
            comment_id=1,
            actor_id=world.ids["author"],
        )


def test_a_section_has_one_judgement_a_round(world, awaiting):
    for grade in (Grade.TO_FIX, Grade.GOOD, Grade.GOOD):
        judge(world, awaiting, grade)
    (row,) = world.all(Judgement)
    assert (row.section, row.grade, row.round) == ("purpose", Grade.GOOD, 1)
    assert world.kinds(awaiting.reference).count("section_judged") == 2


def test_only_who_decides_judges(world, awaiting):
    with pytest.raises(Forbidden):
        judge(world, awaiting, Grade.GOOD, "adviser")


def test_sections_are_judged_while_they_await_approval(world):
    with pytest.raises(Unmet):
        judge(world, world.in_screening(), Grade.GOOD)


def test_a_section_that_does_not_exist_is_not_judged(world, awaiting):
    with pytest.raises(NotFound):
        judge(world, awaiting, Grade.GOOD, section="nothing")
