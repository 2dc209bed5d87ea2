"""Looking at every page with axe, once for everything that can stand on it."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.accessibility import assert_accessible

# What an element is to axe, whatever its words: its tag, the names of its attributes, and the
# values that change how it looks, what it is or in which state it is.
SHAPES = """() => {
  const told = ['class', 'role', 'type', 'scope', 'aria-current', 'aria-expanded', 'aria-hidden',
                'aria-live', 'hidden', 'open', 'lang', 'tabindex']
  const shape = e => [e.tagName, e.getAttributeNames().sort().join(),
                      ...told.map(name => e.getAttribute(name))].join('|')
  return [...new Set([...document.querySelectorAll('body *')].map(shape))]
}"""


class Looker:
    """Fails at the first page that axe finds fault with.

    A page is looked at again only if something stands on it that was not there before: the same
    elements with other words would be found the same.
    """

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {}

    def __call__(self, page: Page) -> None:
        """Look at the page as it stands."""
        address = urlsplit(page.url).path
        shapes = set(page.evaluate(SHAPES))
        before = self._seen.setdefault(address, set())
        if not shapes <= before:
            assert_accessible(page)
            before |= shapes
