"""How people use a page: with a pointer, or with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.visitor.focus import AWAY, WAY

ROUNDS = 12


class Hands:
    """Somebody before a page. `look` is called with every page that was reached."""

    def __init__(self, page: Page, url: str, look: Callable[[Page], None]) -> None:
        self.page = page
        self.url = url
        self.look = look

    def open(self, address: str) -> None:
        """Type an address, or follow a link from outside. There is a page."""
        answer = self.page.goto(address if address.startswith("http") else self.url + address)
        assert answer is not None and answer.status < 400, (address, self.text())
        self.look(self.page)

    def use(self, selector: str) -> None:
        """Press a button or follow a link, which leads to another page."""
        self._reach(selector)
        with self.page.expect_navigation():
            self._push(selector)
        self.look(self.page)

    def press(self, selector: str) -> None:
        """Press something that stays on the page."""
        self._reach(selector)
        self._push(selector)

    def fill(self, fields: Mapping[str, Sequence[str]], within: str = "main") -> None:
        """Fill in fields by their names, in this order; several values are several ticks."""
        for name, values in fields.items():
            for value in values:
                self._put(f'{within} [name="{name}"]', value)

    def text(self) -> str:
        """The words of the page."""
        words: str = self.page.evaluate("document.querySelector('main').innerText")
        return " ".join(words.split())

    def count(self, selector: str) -> int:
        """How many of these the page has."""
        found: int = self.page.evaluate("s => document.querySelectorAll(s).length", selector)
        return found

    def sees(self, selector: str) -> bool:
        """Whether one of these can be seen."""
        found: bool = self.page.evaluate(
            "s => [...document.querySelectorAll(s)].some(e => e.checkVisibility())", selector
        )
        return found

    def _reach(self, selector: str) -> Any:
        """Get there."""

    def _push(self, selector: str) -> None:
        raise NotImplementedError

    def _put(self, field: str, value: str) -> None:
        raise NotImplementedError


class Pointer(Hands):
    """Somebody who clicks."""

    def _push(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def _put(self, field: str, value: str) -> None:
        found = self.page.locator(field)
        tag = found.first.evaluate("e => e.type")
        if tag in ("radio", "checkbox"):
            found.and_(self.page.locator(f'[value="{value}"]')).check()
        elif tag == "select-one":
            found.select_option(value)
        else:
            found.fill(value)


class Keyboard(Hands):
    """Somebody who has Tab, Enter, Space, the arrows and the letters, and sees where they are."""

    def _push(self, selector: str) -> None:
        self.page.keyboard.press("Enter")

    def _put(self, field: str, value: str) -> None:
        box = f'{field}[type="checkbox"][value="{value}"]'
        found, keys = self._reach(f'{field}:not([type="checkbox"]), {box}'), self.page.keyboard
        if found["type"] == "checkbox":
            if not found["checked"]:
                keys.press("Space")
        elif found["type"] in ("radio", "select-one"):
            self._choose(value)
        else:
            if found["value"]:
                keys.press("Control+A")
            keys.insert_text(value)

    def _choose(self, value: str) -> None:
        keys, away = self.page.keyboard, self.page.evaluate(AWAY, value)
        if not away["chosen"]:
            keys.press("Space")
        for _ in range(abs(away["steps"])):
            keys.press("ArrowDown" if away["steps"] > 0 else "ArrowUp")
        if self.page.evaluate(AWAY, value) != {"steps": 0, "chosen": True}:
            pytest.fail(f"the arrows do not reach {value!r} on {self.page.url}", pytrace=False)

    def _reach(self, selector: str) -> dict[str, Any]:
        for _ in range(ROUNDS):
            way = self.page.evaluate(WAY, selector)
            if way.get("amiss"):
                about = f"{selector} on {self.page.url}"
                pytest.fail(f"The focus is {way['amiss']}: {about}", pytrace=False)
            if way.get("arrived"):
                return way
            if way.get("leap"):
                self.page.keyboard.press("Enter")
            self._hold_tab(way["steps"])
        pytest.fail(f"Tab does not reach {selector} on {self.page.url}", pytrace=False)

    def _hold_tab(self, steps: int) -> None:
        """Hold Tab for so many stops, with Shift if they lie behind."""
        keys = self.page.keyboard
        if steps < 0:
            keys.down("Shift")
        for _ in range(abs(steps)):
            keys.down("Tab")
        keys.up("Tab")
        if steps < 0:
            keys.up("Shift")
