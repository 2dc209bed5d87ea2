"""The register as files: CSV for spreadsheets, and an Atom feed of the latest publications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from ria.exchange.spreadsheet import as_csv
from ria.links import Links
from ria.queries.publication.register import Entry

COLUMNS = (
    "reference",
    "title",
    "kind",
    "level",
    "committee",
    "operation",
    "assessed_or_screened_on",
    "next_due_on",
    "published_at",
    "url",
    "legacy",
)
ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def register_csv(entries: Iterable[Entry], links: Links) -> str:
    """Return one line per entry, after a line of headings."""
    records = (as_record(entry, links) for entry in entries)
    return as_csv(COLUMNS, ([_cell(found[name]) for name in COLUMNS] for found in records))


def as_record(entry: Entry, links: Links) -> dict[str, str | bool | None]:
    """What the files tell of an entry, by column."""
    return {
        "reference": entry.reference,
        "title": entry.title,
        "kind": entry.kind,
        "level": entry.level.value,
        "committee": entry.committee,
        "operation": entry.operation,
        "assessed_or_screened_on": entry.done_on or None,
        "next_due_on": entry.next_on or None,
        "published_at": entry.published_at.isoformat(),
        "url": links.register(entry.reference),
        "legacy": entry.legacy,
    }


def _cell(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def as_atom(entries: Iterable[Entry], links: Links, organisation: str) -> str:
    """The entries as an Atom feed, in their order."""
    Xml.register_namespace("", ATOM)
    feed = Xml.Element(_name("feed"))
    listed = list(entries)
    newest = max((entry.published_at for entry in listed), default=NEVER)
    _text(feed, "title", f"Equality screenings and assessments of {organisation}")
    _text(feed, "id", links.to("/"))
    _text(feed, "updated", newest.isoformat())
    _link(feed, links.to("/register.atom"), rel="self", type="application/atom+xml")
    _link(feed, links.to("/"), rel="alternate", type="text/html")
    _text(Xml.SubElement(feed, _name("author")), "name", organisation)
    for entry in listed:
        one = Xml.SubElement(feed, _name("entry"))
        address = f"{links.register(entry.reference)}/{entry.number}"
        _text(one, "title", entry.title)
        _text(one, "id", address)
        _text(one, "updated", entry.published_at.isoformat())
        _link(one, address, rel="alternate", type="text/html")
        _text(one, "summary", f"{entry.reference}, {entry.committee}. {entry.in_short}.")
    return Xml.tostring(feed, encoding="unicode", xml_declaration=False)


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _text(parent: Xml.Element, tag: str, text: str) -> None:
    """Add an element with text. Control characters are removed: XML cannot hold them, even
    escaped.
    """
    clean = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    Xml.SubElement(parent, _name(tag)).text = clean


def _link(parent: Xml.Element, href: str, **attributes: str) -> None:
    Xml.SubElement(parent, _name("link"), {"href": href, **attributes})
