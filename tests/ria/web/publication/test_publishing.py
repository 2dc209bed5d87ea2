"""Before publication: the preview, what stays inside, the disclosure check, and being sure."""

from __future__ import annotations

import pytest

from forms.questions.question import Audience
from ria.models import DisclosureCheck, Message, Publication
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from ria.services.kit.errors import Forbidden, Stale, Unmet
from tests.forms import samples
from tests.ria import road
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage


@pytest.fixture
def ready(site):
    """A policy of low relevance, approved, its publication form filled in by the Strategy Unit."""
    edition = road.approved_low(site.world)
    answers = road.ANSWERS["publication"](road.LOW)
    road.fill_form(site.world, edition, "publication", answers, "strategy")
    return edition


def about(edition, last):
    return f"/assessments/{edition.assessment_id}/{last}"


def test_the_preview_is_the_page_that_is_frozen(site, ready):
    checker = site.visitor("strategy2")
    checker.get(about(ready, "preview"))
    shown = [h.text for h in checker.page.select(".govuk-grid-column-two-thirds h2")]
    tables = [t.text.split() for t in checker.page.select(".govuk-grid-column-two-thirds table")]
    assert "Nothing of this is public yet" in checker.text()
    road.check_disclosure(site.world, ready)
    site.world.act("strategy", ready, Action.PUBLISH)
    public = site.visitor()
    public.get(f"/register/{ready.reference}")
    assert [h.text for h in public.page.select("main h2")] == [*shown, "About this page"]
    assert [t.text.split() for t in public.page.select("main table")] == tables
    checker.get(about(ready, "preview"), 404)


def test_it_lists_what_stays_inside_and_why(site, ready):
    reader = site.visitor("adviser")
    reader.get(about(ready, "preview"))
    text = " ".join(reader.page.select_one("aside").text.split())
    questions = samples.form_set("assessment")
    answered = road.content_of(site.world, ready, "assessment").visible
    for question in questions.questions():
        if question.key in answered:
            assert question.label in text
    inside = [q for q in questions.questions() if q.audience is not Audience.PUBLIC]
    assert any(q.key in answered for q in inside)
    assert "For the organisation alone" in text and "Cited sources are described apart" in text
    assert "Never public, whatever the forms say" in text


@pytest.mark.parametrize(
    ("who", "reads", "publishes"),
    [("author", 200, 403), ("scrutiny", 200, 403), ("admin", 404, 404), ("colleague", 404, 404)],
)
def test_the_preview_is_for_those_who_read_drafts(site, ready, who, reads, publishes):
    visitor = site.visitor(who)
    visitor.get(about(ready, "preview"), reads)
    assert (visitor.page.find("form", action=about(ready, "preview"))) is None
    visitor.get(about(ready, "publish"), publishes)
    site.visitor().get(about(ready, "preview"), 302)


def test_an_edition_that_is_not_approved_has_none(site):
    edition = site.world.awaiting()
    unit = site.visitor("strategy")
    unit.get(about(edition, "preview"), 404)
    unit.get(about(edition, "publish"), 404)


def test_signed_by_who_wrote_none_of_it_and_then_published(site, ready):
    world, unit, checker = site.world, site.visitor("strategy"), site.visitor("strategy2")
    unit.get(about(ready, "preview"))
    assert "You wrote some of this" in unit.text()
    assert unit.page.find("form", action=about(ready, "preview")) is None
    unit.get(about(ready, "publish"))
    assert "The disclosure check is not signed" in unit.text()
    unit.submit(action=about(ready, "publish"), status=422)
    assert world.row(ready).stage is Stage.APPROVED
    checker.get(about(ready, "preview"))
    checker.submit(action=about(ready, "preview"))
    checker.follow()
    assert "Signed by Strategy2 on 23 November 2026, 9:00am" in checker.text()
    unit.get(about(ready, "publish"))
    unit.submit(action=about(ready, "publish"))
    unit.follow()
    assert "It is published." in unit.text() and "Disclosure check signed" in unit.text()
    assert unit.page.find("a", href=f"/register/{ready.reference}")
    assert "published" in [mail.kind for mail in world.all(Message)]
    assert len(world.all(Publication)) == 1 and world.faults() == []


def test_a_later_change_voids_it(site, ready):
    world, checker = site.world, site.visitor("strategy2")
    road.check_disclosure(world, ready)
    answers = {**road.ANSWERS["publication"](road.LOW), "contact_point": "By post: headquarters."}
    road.fill_form(world, ready, "publication", answers, "author")
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", ready, Action.PUBLISH)
    assert [reason.id for reason in refusal.value.reasons] == ["disclosure_checked"]
    checker.get(about(ready, "preview"))
    assert "void" in checker.text()
    checker.submit(action=about(ready, "preview"))
    world.act("strategy", ready, Action.PUBLISH)
    assert len(world.all(DisclosureCheck)) == 2


def test_what_was_read_must_be_what_is_signed(site, ready):
    checker = site.visitor("strategy2")
    checker.get(about(ready, "preview"))
    sent = checker.filled(checker.form(about(ready, "preview")))
    answers = {**road.ANSWERS["publication"](road.LOW), "contact_point": "By post: headquarters."}
    road.fill_form(site.world, ready, "publication", answers, "author")
    checker.post(about(ready, "preview"), sent, status=409)
    assert "has changed since you opened this page" in checker.text()
    assert "By post: headquarters." in checker.text()
    assert site.world.all(DisclosureCheck) == []
    with pytest.raises(Stale):
        _check(site.world, ready, "strategy2", seen="ab" * 32)


@pytest.mark.parametrize("who", ["strategy", "author", "deputy", "adviser"])
def test_nobody_signs_who_wrote_it_or_answers_for_it(site, ready, who):
    world = site.world
    if who in ("author", "deputy"):
        give_role(world.store, world.refs[who], Grant(Role.STRATEGY_UNIT))
    with pytest.raises(Forbidden):
        road.check_disclosure(world, ready, who)
    assert world.all(DisclosureCheck) == []


def _check(world, edition, who, seen):
    road.disclosure.check_disclosure(world.store, assessment_id=edition.assessment_id,
                                     actor_id=world.ids[who], seen=seen,
                                     token=world.token())  # fmt: skip


# Where the text can be read: what is answered, and what the public reads of it.
TEXTS = [
    ({"text_access": "request"}, "Its text We send it to whoever asks"),
    (
        {"text_access": "withheld", "text_reason": "It tells where patrols stand, and would help."},
        "Its text The text is not published because: It tells where patrols stand",
    ),
    (
        {"text_access": "address", "text_address": "https://www.police.example/parking"},
        "Its text https://www.police.example/parking",
    ),
    ({"text_access": "address", "text_address": "javascript:alert(1)"}, "Its text javascript:"),
]


def test_nothing_is_published_without_a_word_on_its_text(site):
    unit, answers = site.visitor("strategy2"), road.ANSWERS["publication"](road.LOW)
    ready = road.approved_low(site.world)
    missing = {key: value for key, value in answers.items() if key != "text_access"}
    road.fill_form(site.world, ready, "publication", missing, "strategy")
    for page in ("preview", "publish"):
        unit.get(about(ready, page))
        assert "No text of this policy is on record." in unit.text()
        assert "The public is not told yet where the text can be read" in unit.text()
        unit.get(unit.page.find("a", string="Say where, or why not")["href"])
        assert unit.page.find(id="text_access")
    with pytest.raises(Unmet):
        site.world.act("strategy", ready, Action.PUBLISH)
    for given, shown in TEXTS:
        road.fill_form(site.world, ready, "publication", {**missing, **given}, "strategy")
        unit.get(about(ready, "preview"))
        assert shown in unit.text()
        assert "The public is not told yet" not in unit.text()
        links = [a["href"] for a in unit.page.select("dd a[rel=noreferrer]")]
        assert not any(link.startswith("javascript") for link in links)
