"""Pages as the tests read them: checked at once, taken apart when asked for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

SIGN_OUT = "/sign-out"
_PARSER = etree.HTMLParser(encoding="utf-8")


class Page(BeautifulSoup):
    """A page that is taken apart when something of it is first asked for.

    Most pages of a test are only passed through, and taking one apart costs as much as making it.
    """

    def __init__(self, html: str) -> None:
        self.__dict__["_untouched"] = self.__dict__["source"] = html

    def __getattr__(self, name: str) -> Any:
        html = self.__dict__.pop("_untouched", None)
        if html is None:
            return super().__getattr__(name)
        super().__init__(html, "lxml")
        return getattr(self, name)

    def untouched(self, action: str = "") -> tuple[str, dict[str, Any]]:
        """Where the form to `action` (else the only one beside sign-out) leads, and what it would
        send as it is."""
        root = etree.fromstring(self.source.encode(), _PARSER)
        forms = [form for form in root.iter("form") if form.get("method") == "post"]
        found = [form.get("action") for form in forms]
        wanted = [form for form, leads in zip(forms, found, strict=True)
                  if (leads == action if action else leads != SIGN_OUT)]  # fmt: skip
        assert len(wanted) == 1, found
        return wanted[0].get("action"), _sent(wanted[0])


def _sent(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in form.iter("input", "textarea", "select"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "file"):
            continue
        if kind in ("radio", "checkbox") and "checked" not in field.attrib:
            continue
        data.setdefault(name, []).append(_value(field))
    return data


def _value(field: Any) -> str:
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    if field.tag == "select":
        chosen = [o for o in field.iter("option") if "selected" in o.attrib]
        options = chosen or list(field.iter("option"))
        return options[0].get("value", "") if options else ""
    return str(field.get("value", "on" if field.get("type") == "checkbox" else ""))


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
