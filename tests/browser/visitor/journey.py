"""One organisation in the browser: its people, and the steps of a policy's life they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.visitor.filling import day, fill_form, leave_findings
from tests.browser.visitor.hands import Hands, Keyboard, Pointer
from tests.browser.visitor.looking import LOOKERS
from tests.browser.visitor.service import LiveService
from tests.forms.samples import screening_answers
from tests.ria.building import Edition
from tests.ria.web.client import PASSWORD
from tests.ria.web.filling import REGISTRATION
from workflows.stages import Stage

CONFIRM = "#decide button.govuk-button"
ERRORS = ".govuk-error-summary"
AGREED = "I read it and would have come to the same answers."

WITHOUT_SCRIPTS = "without scripts"
WITH_SCRIPTS = "with scripts"
BY_POINTER = "by pointer"
WAYS = (WITHOUT_SCRIPTS, WITH_SCRIPTS)
"""How people go: with nothing but a keyboard, once with JavaScript off on a screen as narrow as a
telephone's, once with scripts on a wide one; or with a pointer. Each page is looked at with axe."""


def ways(each_time: str) -> list[Any]:
    """Both ways by keyboard; one of them each time, the other among the long tests."""
    return [way if way == each_time else pytest.param(way, marks=pytest.mark.long) for way in WAYS]


NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


class Journey:
    """The people of one service, each with a browser of their own."""

    def __init__(
        self, service: LiveService, new_session: Callable[..., BrowserContext], way: str
    ) -> None:
        self.service, self.world = service, service.world
        self._hands = Pointer if way == BY_POINTER else Keyboard
        scripts = way != WITHOUT_SCRIPTS
        self._look = LOOKERS[scripts]
        self._options = {"java_script_enabled": scripts, "viewport": WIDE if scripts else NARROW}
        self._new_session = new_session
        self._people: dict[str, Hands] = {}

    def public(self) -> Hands:
        """Somebody without an account."""
        page = self._new_session(**self._options).new_page()
        return self._hands(page, self.service.url, self._look)

    def person(self, name: str) -> Hands:
        """One of the organisation's people, signed in."""
        if name not in self._people:
            someone = self._people[name] = self.public()
            someone.open("/sign-in")
            someone.fill({"email": [f"{name}@police.example"], "password": [PASSWORD]})
            someone.use("main form button")
        return self._people[name]

    def from_mail(self, name: str) -> Hands:
        """One of them, where the newest mail to them leads."""
        person = self.person(name)
        person.open(self.service.link_to(name))
        return person

    # --- The author -------------------------------------------------------------------------

    def register(self, title: str, **fields: str) -> Edition:
        """The author registers a policy and starts its screening."""
        author = self.person("author")
        author.open("/work")
        author.use('a[href="/policies/new"]')
        typed = {**REGISTRATION, "title": title, **fields}
        author.fill({name: [value] for name, value in typed.items()})
        author.use('form[action="/policies/new"] button.govuk-button:not([name])')
        reference = author.page.url.rpartition("/")[2]
        author.use('form[action$="/start"] button')
        assert "Relevance screening" in author.text()
        return Edition(reference, int(author.page.url.split("/")[-2]))

    def screen(self, name: str) -> None:
        """The author answers the screening with a sample case, and hands it in."""
        self.answer("screening", screening_answers(name, contact=self.world.refs["author"]))
        self.hand_in()

    def answer(self, form: str, answers: Mapping[str, Any], who: str = "author") -> list[str]:
        """Somebody who stands before the list of a form's sections fills it all in."""
        return fill_form(self.person(who), form, answers)

    def hand_in(self) -> None:
        """From "check your answers", what the checker found being left with a reason."""
        author = self.person("author")
        leave_findings(author)
        author.use('main form[method="post"]:not([action$="/findings"]) button.govuk-button')
        assert "handed in" in author.text()

    # --- Those who decide and sign ----------------------------------------------------------

    def decide(self, who: str, fields: Mapping[str, str]) -> Hands:
        """Somebody of the Strategy Unit, on the decision page, decides."""
        person = self.person(who)
        person.press('main a[href="#decide"]')
        person.fill({name: [value] for name, value in fields.items()}, within="#decide")
        person.use(CONFIRM)
        return person

    def approve(self, edition: Edition, **more: str) -> None:
        """The Strategy Unit follows its mail and approves."""
        self.person("strategy").open(f"/assessments/{edition.assessment_id}/decision")
        unit = self.decide("strategy", {"decision": "approve", "due_regard": "yes", **more})
        assert "Approved." in unit.text()

    def return_(self, edition: Edition, reason: str, **more: str) -> None:
        """The Strategy Unit returns the form for changes."""
        self.person("strategy").open(f"/assessments/{edition.assessment_id}/decision")
        by = (self.world.clock.now() + dt.timedelta(days=14)).date().isoformat()
        due = {name: value for name, (value,) in day("due_on", by).items()}
        typed = {"decision": "return", **more, "return_reason": reason, **due}
        assert "Returned for changes" in self.decide("strategy", typed).text()

    def sign(self, who: str, kind: str, **more: str) -> None:
        """Somebody who stands before a form signs it."""
        person = self.person(who)
        typed = {"verdict": "agree", "reason": AGREED, **more}
        person.fill({name: [value] for name, value in typed.items()})
        person.use(f'form[action$="/signatures/{kind}"] .govuk-button-group button')

    def ask_for(self, edition: Edition, kind: str) -> None:
        """The Strategy Unit asks for a signature."""
        unit = self.person("strategy")
        unit.open(f"/assessments/{edition.assessment_id}/signatures")
        unit.fill({"kind": [kind]})
        unit.use('main form[action$="/signatures"] button')

    def check_disclosure(self, edition: Edition) -> None:
        """Somebody of the Strategy Unit who wrote none of it reads the preview and signs."""
        checker, door = self.person("strategy2"), f"/assessments/{edition.assessment_id}/preview"
        checker.open(door)
        checker.use(f'form[action="{door}"] button')
        assert "The disclosure check is signed." in checker.text()

    def stage(self, edition: Edition) -> Stage:
        """Where the edition stands."""
        return self.world.row(edition).stage

    def later(self, days: int) -> None:
        """Let days pass."""
        self.world.clock.at += dt.timedelta(days=days)
