"""The first stages of two policies in a real browser: with a pointer and scripts, by keyboard
alone, and without JavaScript."""

from __future__ import annotations

import pytest

from ria.permissions import Grant
from ria.services.accounts import give_role
from tests.browser.hands import Keyboard, Pointer
from tests.forms.samples import by_section
from tests.ria.building import Edition
from tests.ria.web.client import PASSWORD
from tests.ria.web.filling import REGISTRATION, fields_of
from tests.support.accessibility import assert_accessible
from workflows.roles import Role
from workflows.stages import Stage

pytestmark = pytest.mark.browser

CONFIRM = 'form[action$="/decision"] button.govuk-button'
ERRORS = ".govuk-error-summary"


class Journey:
    """The people of one service, each with a browser of their own."""

    def __init__(self, service, new_session, hands=Pointer, look=lambda page: None, **options):
        self.service, self.world = service, service.world
        self._new = lambda: hands(new_session(**options).new_page(), service.url, look)
        self._people = {}

    def person(self, name):
        """One of the organisation's people, signed in."""
        if name not in self._people:
            someone = self._people[name] = self._new()
            someone.open("/sign-in")
            someone.fill({"email": [f"{name}@police.example"], "password": [PASSWORD]})
            someone.use("main form button")
        return self._people[name]

    def public(self):
        """Somebody without an account."""
        return self._new()

    def register(self, title):
        """The author registers a policy and starts its screening."""
        author = self.person("author")
        author.use('a[href="/policies/new"]')
        author.fill({name: [value] for name, value in {**REGISTRATION, "title": title}.items()})
        author.use('form[action="/policies/new"] button.govuk-button')
        author.use('form[action$="/start"] button')
        assert "Relevance screening" in author.text()

    def screen(self, case):
        """The author goes through the form from its first section and hands it in."""
        author = self.person("author")
        sections = by_section(case, contact=self.world.refs["author"])
        author.use(".govuk-task-list__link")
        while not author.page.url.endswith("/check"):
            self._answer(author, fields_of(sections[author.page.url.rpartition("/")[2]]))
            author.use('button[name="then"][value="continue"]')
        author.use('main form[action$="/screening"] button')
        assert "handed in" in author.text()

    def _answer(self, author, fields):
        """Fill in a section; rows of a table that are not there yet are added first."""
        for row in sorted({n.split("-")[1] for n in fields if n.startswith("sources-")})[1:]:
            author.use('button[name="sources-add"]')
            assert author.page.locator(f"#sources-{row}").is_visible()
        author.fill(fields)

    def decide(self, who, fields):
        """Somebody of the Strategy Unit, on the decision page, decides."""
        person = self.person(who)
        person.fill({name: [value] for name, value in fields.items()}, within="#decide")
        person.use(CONFIRM)
        return person


def return_and_mend(journey):
    """The Strategy Unit follows its mail, comments and returns; the author follows theirs."""
    service = journey.service
    journey.register("Contacts with the press")
    journey.screen("media_policy")
    unit = journey.person("strategy")
    unit.open(service.link_to("strategy"))
    assert "Medium relevance" in unit.text()
    unit.press("#answer-purpose summary")
    unit.fill({"text": ["Say for whom it is."]}, within="#answer-purpose")
    unit.use("#answer-purpose .govuk-details__text button")
    journey.decide("strategy", {"decision": "return"})
    assert unit.page.locator(ERRORS).is_visible()
    journey.decide(
        "strategy",
        {"return_reason": "The public should see for whom it is.", "due_on-day": "4",
         "due_on-month": "1", "due_on-year": "2027"},
    )  # fmt: skip
    assert "Returned for changes" in unit.text()

    author = journey.person("author")
    author.open(service.link_to("author"))
    author.use('a[href$="/screening/purpose"]')
    assert "Say for whom it is." in author.text()
    purpose = by_section("media_policy")["purpose"]["purpose"]
    author.fill({"purpose": [f"{purpose} It is for reporters and for the public."]})
    author.use('button[name="then"][value="later"]')
    author.use('form[action$="/screening"] button')


def approve(journey):
    """The Strategy Unit approves what was mended."""
    unit = journey.person("strategy")
    unit.open(journey.service.link_to("strategy"))
    journey.decide("strategy", {"decision": "approve"})
    assert "Approved." in unit.text()
    assert journey.world.row(Edition("P0001", 1)).stage is Stage.ASSESSMENT


def screen_out(journey):
    """A second policy is screened out with two signatures and can be read by the public."""
    journey.register("Patching of servers")
    journey.screen("server_patching")
    unit = journey.person("strategy")
    unit.open(journey.service.link_to("strategy"))
    journey.decide("strategy", {"decision": "approve"})
    assert "A second signature is missing" in unit.page.locator(ERRORS).inner_text()
    unit.use('#decide a[href$="/signatures"]')
    unit.fill({"kind": ["second"], "asked": [journey.world.refs["adviser"]]})
    unit.use('main form[action$="/signatures"] button')
    adviser = journey.person("adviser")
    adviser.open(journey.service.link_to("adviser"))
    adviser.fill({"verdict": ["agree"], "reason": ["I would have come to the same level."]})
    adviser.use('form[action$="/second"] button')
    unit.open(journey.service.link_to("strategy"))
    journey.decide("strategy", {"decision": "approve"})
    assert "Approved." in unit.text()

    public = journey.public()
    public.open("/")
    public.use('main a[href="/register/P0002"]')
    assert "Screened, not assessed" in public.text()
    assert "It decides nothing about people and leaves nothing to judgement." in public.text()


def test_with_scripts_every_page_is_accessible(live_server, new_session):
    journey = Journey(live_server, new_session, look=assert_accessible)
    return_and_mend(journey)
    world = journey.world
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author = journey.person("author")
    author.open("/assessments/1/decision")
    journey.decide("author", {"decision": "approve"})
    assert "You contributed to this form, so someone else must decide" in author.text()
    approve(journey)
    screen_out(journey)


def test_by_keyboard_alone(live_server, new_session):
    journey = Journey(live_server, new_session, hands=Keyboard)
    return_and_mend(journey)
    approve(journey)
    screen_out(journey)


def test_without_javascript(live_server, new_session):
    journey = Journey(live_server, new_session, java_script_enabled=False)
    return_and_mend(journey)
    approve(journey)
    screen_out(journey)
