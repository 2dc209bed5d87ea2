"""Pages as the tests read them: checked at once, taken apart when asked for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

_PARSER = etree.HTMLParser(encoding="utf-8")


class Page(BeautifulSoup):
    """A page that is taken apart when something of it is first asked for.

    Most pages of a test are only passed through, and taking one apart costs as much as making it.
    """

    def __init__(self, html: str) -> None:
        self.__dict__["_untouched"] = html

    def __getattr__(self, name: str) -> Any:
        html = self.__dict__.pop("_untouched", None)
        if html is None:
            return super().__getattr__(name)
        super().__init__(html, "lxml")
        return getattr(self, name)


def check_html(content: bytes) -> None:
    """Ask of a page what every page must have."""
    root = etree.fromstring(content, _PARSER)
    assert root.tag == "html" and root.get("lang") == "en-GB"
    assert (root.findtext(".//title") or "").strip().endswith("– RIA")
    headings = ["".join(heading.itertext()) for heading in root.iter("h1")]
    assert len(headings) == 1, headings
    assert len(list(root.iter("main"))) == 1
    ids = Counter(root.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    for label in root.iter("label"):
        assert label.get("for") in ids, etree.tostring(label)
    for names in root.xpath("//@aria-labelledby"):
        assert set(names.split()) <= set(ids), names
    for address in root.xpath(
        "//*[contains(concat(' ', @class, ' '), ' govuk-error-summary ')]//a/@href"
    ):
        assert address.startswith("#") and address[1:] in ids, address
