"""A form as it stands: its set, its sections, its answers, and their hash."""

from __future__ import annotations

from ria.queries.assessment.form_content import form_content


def content(world, edition, form="screening"):
    with world.store.read_session() as session:
        found = form_content(session, world.store.sets, edition.assessment_id, form)
        session.expunge_all()
        return found


def test_there_is_none_before_the_form_was_opened(world):
    assert content(world, world.register()) is None
    assert content(world, world.in_screening(), "nothing") is None


def test_an_empty_form(world):
    found = content(world, world.in_screening())
    assert (found.answers, found.visible, found.is_complete) == ({}, {}, False)
    assert found.version_of("before") == 0


def test_answers_of_all_sections_are_one_mapping(world):
    edition = world.in_screening()
    world.save("author", edition, "before", {"assessed_before": "no", "change": "new"})
    world.save("author", edition, "purpose", {"purpose": "To keep servers up to date and safe."})
    found = content(world, edition)
    assert set(found.answers) == {"assessed_before", "change", "purpose"}
    assert (found.version_of("before"), found.version_of("reach")) == (1, 0)


def test_hidden_answers_are_kept_in_the_draft_and_do_not_count(world):
    edition = world.in_screening()
    shown = {"assessed_before": "no", "change": "new"}
    world.save("author", edition, "before", shown)
    hash_before = content(world, edition).hash
    world.save("author", edition, "before", {**shown, "open_actions": "Forty of sixty"}, seen=1)
    found = content(world, edition)
    assert "open_actions" in found.answers
    assert "open_actions" not in found.visible
    assert found.hash == hash_before


def test_a_visible_answer_changes_the_hash(world):
    edition = world.in_screening()
    hashes = {content(world, edition).hash}
    for seen, change in enumerate(("new", "changed", "existing")):
        world.save("author", edition, "before", {"change": change}, seen=seen)
        hashes.add(content(world, edition).hash)
    assert len(hashes) == 4


def test_a_complete_form(world):
    edition = world.in_screening()
    world.fill(edition)
    assert content(world, edition).is_complete
