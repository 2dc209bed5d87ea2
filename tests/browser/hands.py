"""How people use a page: with a pointer, or with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from playwright.sync_api import Locator, Page

MOST_TABS = 600
ACTIVE = "document.activeElement"

# How many stops of Tab lie before the one wanted, as far as a page can tell: so many presses need
# no question in between whether it is reached. A group of radios is one stop.
STOPS_BETWEEN = """wanted => {
  const stops = [...document.querySelectorAll('a[href], button, input, select, summary, textarea')]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility())
    .filter(e => {
      if (e.type !== 'radio') return true
      const group = [...document.getElementsByName(e.name)].filter(other => other.form === e.form)
      return e === (group.find(other => other.checked) ?? group[0])
    })
  const here = stops.indexOf(document.activeElement)
  const there = stops.findIndex((e, at) => at >= here && e.matches(wanted))
  return Math.max(0, there - here - 1)
}"""


class Pointer:
    """Somebody who clicks. `look` is called with every page that was reached."""

    def __init__(self, page: Page, url: str, look: Callable[[Page], None]) -> None:
        self.page = page
        self.url = url
        self.look = look

    def open(self, address: str) -> None:
        """Type an address, or follow a link from outside."""
        self.page.goto(address if address.startswith("http") else self.url + address)
        self.look(self.page)

    def use(self, selector: str) -> None:
        """Press a button or follow a link, which leads to another page."""
        with self.page.expect_navigation():
            self.press(selector)
        self.look(self.page)

    def press(self, selector: str) -> None:
        """Press something that stays on the page."""
        self.page.locator(selector).first.click()

    def fill(self, fields: Mapping[str, Sequence[str]], within: str = "main") -> None:
        """Fill in fields by their names; several values are several ticks."""
        for name, values in fields.items():
            for value in values:
                self._put(self.page.locator(within).locator(f'[name="{name}"]'), value)

    def text(self) -> str:
        """The words of the page."""
        return " ".join(self.page.locator("main").inner_text().split())

    def _put(self, field: Locator, value: str) -> None:
        tag = field.first.evaluate("e => e.type")
        if tag in ("radio", "checkbox"):
            field.and_(self.page.locator(f'[value="{value}"]')).check()
        elif tag == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


class Keyboard(Pointer):
    """Somebody who has Tab, Enter, Space, the arrows and the letters."""

    def press(self, selector: str) -> None:
        """Go to it with Tab and press Enter."""
        self._go_to(selector)
        self.page.keyboard.press("Enter")

    def fill(self, fields: Mapping[str, Sequence[str]], within: str = "main") -> None:
        """Fill in fields by their names, in the order in which Tab reaches them."""
        for name, values in fields.items():
            for value in values:
                self._type(f'{within} [name="{name}"]', value)

    def _type(self, field: str, value: str) -> None:
        kind = self.page.eval_on_selector(field, "e => e.type")
        keys = self.page.keyboard
        if kind == "checkbox":
            self._go_to(f'{field}[value="{value}"]')
            if not self.page.evaluate(f"{ACTIVE}.checked"):
                keys.press("Space")
            return
        self._go_to(field)
        if kind in ("radio", "select-one"):
            self._choose(value, first="Space" if kind == "radio" else "Home")
        else:
            keys.press("Control+A")
            keys.insert_text(value)

    def _choose(self, value: str, first: str) -> None:
        self.page.keyboard.press(first)
        for _ in range(40):
            if self.page.evaluate(f"{ACTIVE}.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrows do not reach {value!r}", pytrace=False)

    def _go_to(self, selector: str) -> None:
        for _ in range(self.page.evaluate(STOPS_BETWEEN, selector)):
            self.page.keyboard.press("Tab")
        for _ in range(MOST_TABS):
            if self.page.evaluate(f"s => {ACTIVE}.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not reach {selector} on {self.page.url}", pytrace=False)
