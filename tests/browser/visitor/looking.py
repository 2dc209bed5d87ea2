"""Check every page with axe, and again only if a new kind of element appears on it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.support.accessibility import assert_accessible, scripts_allowed

# What an element is to axe, whatever its words: its tag, the names of its attributes, and the
# values that change how it looks, what it is or in which state it is.
SHAPES = """() => {
  const told = ['class', 'role', 'type', 'scope', 'aria-current', 'aria-expanded', 'aria-hidden',
                'aria-live', 'hidden', 'open', 'lang', 'tabindex']
  const names = e => e.getAttributeNames().filter(n => n !== 'checked' && n !== 'selected')
  const shape = e => [e.tagName, names(e).sort().join(),
                      ...told.map(name => e.getAttribute(name))].join('|')
  return {shapes: [...new Set([...document.querySelectorAll('body *')].map(shape))],
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth}
}"""


class Looker:
    """Fails at the first page that axe finds fault with, or that is wider than the window.

    Every kind of page is looked at, and again only if something stands on it that stood on no page
    before: the same elements with other words, or about another policy, would be found the same.
    """

    def __init__(self, scripts: bool) -> None:
        self.scripts = scripts
        self._kinds: set[str] = set()
        self._shapes: set[str] = set()

    def __call__(self, page: Page) -> None:
        """Look at the page as it stands."""
        about = page.evaluate(SHAPES)
        shapes, kind = set(about["shapes"]), kind_of(page.url)
        if about["wide"] > 0:
            pytest.fail(f"{about['wide']} pixels too wide: {page.url}", pytrace=False)
        if kind in self._kinds and shapes <= self._shapes:
            return
        if self.scripts:
            assert_accessible(page)
        else:
            with scripts_allowed(page):
                assert_accessible(page)
        self._kinds.add(kind)
        self._shapes |= shapes


def kind_of(address: str) -> str:
    """An address without what tells one policy, person or paper from another."""
    return re.sub(r"\d+", "0", urlsplit(address).path)


LOOKERS = {scripts: Looker(scripts) for scripts in (True, False)}
"""Shared by all journeys: what one has looked at no other looks at again."""
