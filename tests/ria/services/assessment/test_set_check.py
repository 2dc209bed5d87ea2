"""A question set that answers are bound to must stay what it was."""

from __future__ import annotations

import shutil

import pytest

from forms.questions.registry import PACKAGED, SetError
from ria.db.store import open_store
from ria.models import StoredSet
from ria.queries.assessment.form_content import form_content
from ria.services.assessment.set_check import check_sets_in_use
from ria.settings import load_settings


@pytest.fixture
def sets(tmp_path):
    """A copy of the packaged sets, to change."""
    return shutil.copytree(PACKAGED, tmp_path / "sets", ignore=shutil.ignore_patterns("*.py*"))


def reopened(world, sets):
    """The same database, opened with other sets."""
    url = world.store.engine.url.render_as_string(hide_password=False)
    return open_store(load_settings(env="test", database_url=url, sets_dir=sets), world.clock)


def review_asks(sets, version):
    """The review asks the newest screening again: let it ask this version."""
    review = sets / "review.1.yaml"
    text = review.read_text(encoding="utf-8")
    assert text.count("  form: screening\n  version: 1\n") == 1
    later = f"  form: screening\n  version: {version}\n"
    review.write_text(text.replace("  form: screening\n  version: 1\n", later), encoding="utf-8")


def test_unchanged_sets_pass(world):
    world.in_screening()
    check_sets_in_use(world.store)


def test_the_set_in_use_is_kept_whole_in_the_database(world):
    edition = world.in_screening()
    (stored,) = world.all(StoredSet)
    used = world.store.sets.latest("screening", "psed-2010")
    assert (stored.form, stored.frame, stored.hash) == ("screening", "psed-2010", used.hash)
    world.in_screening()
    assert len(world.all(StoredSet)) == 1
    with world.store.read_session() as session:
        content = form_content(session, world.store.sets, edition.assessment_id, "screening")
        assert content.questions == used


def test_a_changed_set_is_refused_with_its_file(world, sets):
    world.in_screening()
    (stored,) = world.all(StoredSet)
    file = sets / f"screening.{stored.version}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("What is the policy for?", "What is it for?"), encoding="utf-8")
    store = reopened(world, sets)
    with pytest.raises(SetError) as refusal:
        check_sets_in_use(store)
    store.close()
    assert f"{file.name}:1: version: this set was changed" in str(refusal.value)
    assert f"add version {stored.version + 1}" in str(refusal.value)


def test_a_changed_set_that_nobody_used_passes(world, sets):
    (file,) = sets.glob("screening.1.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("What is the policy for?", "What is it for?"), encoding="utf-8")
    store = reopened(world, sets)
    check_sets_in_use(store)
    store.close()


def test_an_edition_keeps_the_version_it_began_with_and_the_next_takes_the_newest(world, sets):
    before = world.in_screening()
    first = (sets / "screening.1.yaml").read_text(encoding="utf-8")
    asks = first.replace("version: 1", "version: 2", 1).replace("What is the policy for?", "Why?")
    (sets / "screening.2.yaml").write_text(asks, encoding="utf-8")
    review_asks(sets, 2)
    store = reopened(world, sets)
    check_sets_in_use(store)
    world.store.close()
    world.store = store
    after = world.in_screening()
    with store.read_session() as session:
        asked = {
            edition: form_content(session, store.sets, edition, "screening").questions
            for edition in (before.assessment_id, after.assessment_id)
        }
    assert [questions.version for questions in asked.values()] == [1, 2]
    assert [q.question("purpose").label for q in asked.values()] == [
        "What is the policy for?", "Why?",
    ]  # fmt: skip
    assert {stored.version for stored in world.all(StoredSet)} == {1, 2}
    store.close()


def test_a_form_stays_readable_when_its_set_has_gone(world, sets):
    edition = world.awaiting()
    (stored,) = world.all(StoredSet)
    used = world.store.sets.get("screening", "psed-2010", stored.version)
    hash_before = world.hash_of(edition)
    gone = sets / f"screening.{stored.version}.yaml"
    text = gone.read_text(encoding="utf-8")
    gone.unlink()
    later = text.replace(f"version: {stored.version}", "version: 99", 1)
    (sets / "screening.99.yaml").write_text(later, encoding="utf-8")
    review_asks(sets, 99)
    store = reopened(world, sets)
    check_sets_in_use(store)
    with store.read_session() as session:
        content = form_content(session, store.sets, edition.assessment_id, "screening")
        assert content.questions == used
        assert content.hash == hash_before
    store.close()
