"""A visitor in Chromium with the same methods as the visitor over HTTP, so that a story is written
once and played in either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from tests.browser.visitor.hands import Hands
from tests.browser.visitor.journey import Journey
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site


@dataclass
class Answer:
    """What a visitor asks of an answer: where it led."""

    headers: dict[str, str]


class Walker(Visitor):
    """Opens pages, fills in by keyboard what is to be changed, and presses the form's button."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.response: Answer | None = None
        self.page: BeautifulSoup | None = None
        self._led_here = False

    def get(self, path: str, status: int = 200, **options: Any) -> BeautifulSoup | None:
        """Open a page; one that a form has led to is open already."""
        assert status == 200 and not options
        if not (self._led_here and path == self._path()):
            self.hands.open(path)
        return self._arrive(led=False)

    def follow(self, status: int = 200) -> BeautifulSoup | None:
        """A browser has followed by itself."""
        return self.get(self._path(), status)

    def submit(
        self, fields: dict[str, Any] | None = None, *, action: str = "", status: int = 303
    ) -> BeautifulSoup | None:
        """Fill in and send the form of the page last read (the one to `action`)."""
        form = self.form(action)
        return self._send_form(form, {**self.filled(form), **(fields or {})}, status)

    def post(self, path: str, data: Any = None, status: int = 303, **options: Any) -> Any:
        """Send the form of the page that posts there and holds the same hidden values, or press the
        button that sends its form there."""
        assert not options and self.page is not None
        for one in self.page.select(f'button[formaction="{path}"]'):
            form = one.find_parent("form")
            assert form is not None
            if one.find_parent("details") is not None:
                self.hands.press(f'details:has(button[formaction="{path}"]) > summary')
            return self._send_form(form, data, status, f'button[formaction="{path}"]')
        for form in self._forms(path):
            if hidden(form).items() <= {name: first(data[name]) for name in data}.items():
                return self._send_form(form, data, status)
        raise AssertionError(f"no form to {path} on {self._path()}")

    def _forms(self, path: str) -> list[Tag]:
        assert self.page is not None
        return self.page.select(f'form[method="post"][action="{path}"]')

    def _send_form(
        self, form: Tag, data: dict[str, Any], status: int, press: str = ""
    ) -> BeautifulSoup | None:
        wanted = {name: listed(value) for name, value in data.items()}
        form = self._with_rows(form, wanted)
        here = selector(form)
        if form.find_parent("details") is not None:
            self.hands.press(f"details{holding(form)} > summary")
        shown = self.filled(form)
        for name in names(form):
            now = shown.get(name, [])
            if name in wanted and wanted[name] != now:
                self.hands.fill({name: wanted[name]}, within=here)
        with self.hands.page.expect_response(lambda r: r.request.method == "POST") as sent:
            self.hands.use(f"{here} {press or button(form, wanted)}")
        assert sent.value.status == status, (sent.value.status, self._path(), self.hands.text())
        return self._arrive(led=status == 303)

    def _with_rows(self, form: Tag, wanted: dict[str, list[str]]) -> Tag:
        """The form, once it has a row for each that is to be filled in."""
        for add in [b["name"] for b in form.select('button[name$="-add"]')]:
            table = add.removesuffix("-add")
            while any(n.startswith(f"{table}-") for n in wanted.keys() - names(form).keys()):
                self.hands.use(f'{selector(form)} button[name="{add}"]')
                self._arrive(led=False)
                [form] = self._forms(form["action"])
        return form

    def _arrive(self, led: bool) -> BeautifulSoup:
        self.page = BeautifulSoup(self.hands.page.content(), "lxml")
        self.response, self._led_here = Answer({"Location": self._path()}), led
        return self.page

    def _path(self) -> str:
        parts = urlsplit(self.hands.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


@dataclass
class InChromium(Site):
    """The application, and people who come to it in Chromium."""

    journey: Journey

    def visitor(self, name: str = "", address: str = "127.0.0.1") -> Visitor:
        """One of the organisation's people, in their own browser."""
        return Walker(self.journey.person(name))


def listed(value: Any) -> list[str]:
    """One or several values as a list."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def first(value: Any) -> str:
    """The first of them."""
    return listed(value)[0]


def names(form: Tag) -> dict[str, None]:
    """The fields that can be filled in, in their order on the page."""
    fields = form.find_all(["input", "textarea", "select"])
    typed = [field for field in fields if field.get("type") not in ("hidden", "file", "submit")]
    return {field["name"]: None for field in typed if field.get("name")}


def hidden(form: Tag) -> dict[str, str]:
    """What the form sends untold, but for what guards against forgery."""
    fields = form.select('input[type="hidden"][name]')
    return {f["name"]: f.get("value", "") for f in fields if f["name"] != "csrf_token"}


def holding(form: Tag) -> str:
    """What holds the form's hidden values, and so tells it from all others of its page."""
    found = (f':has(input[name="{name}"][value="{value}"])' for name, value in hidden(form).items())
    return "".join(found)


def selector(form: Tag) -> str:
    """Where the form is."""
    return f'form[action="{form["action"]}"]{holding(form)}'


def button(form: Tag, wanted: dict[str, list[str]]) -> str:
    """The button with what is wanted, else the one that says nothing more."""
    for one in form.select("button[name]"):
        if wanted.get(one["name"]) == [one.get("value", "")]:
            return f'button[name="{one["name"]}"][value="{one.get("value", "")}"]'
    return "button:not([name])" if form.select("button:not([name])") else "button"
