"""Attack one form: everything wrong at once, hostile text in every field, no text at all, unknown
field names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from tests.journeys.hostile.form import (
    FINDERS,
    Sheet,
    Typed,
    everything_wrong,
    is_named,
    texts_with_harm,
    turns_of_harm,
    turns_of_wrong,
)
from tests.journeys.hostile.payloads import (
    BYTES,
    KEPT,
    REFUSED,
    TRICKS,
    WORDS,
    as_text,
    stored_form,
)
from tests.journeys.hostile.strings import texts_kept
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site


@dataclass
class Attack:
    """How forms are attacked. `counts` says how much was sent; `without` are text fields that
    take only texts of a certain form, `tables` where the rest is kept (all of them if empty),
    `is_short` sends each form once: by turns what is wrong and what means harm, and to the first
    also bytes and unknown names; else in every way, until each field had every harm."""

    site: Site
    counts: Counter[str] = field(default_factory=Counter)
    without: Collection[str] = ()
    tables: tuple[str, ...] = ()
    is_short: bool = False

    def all_ways(self, opened: Callable[[], Sheet], *, shows: bool) -> None:
        """Every way, each with the form as `opened` finds it."""
        sheet = opened()
        turns_of = {self.wrong: turns_of_wrong(sheet), self.texts: turns_of_harm(sheet)}
        number = self.counts["forms"]
        self.counts["forms"] += 1
        if self.is_short and all(turns_of.values()):
            way = (self.wrong, self.texts)[number % 2]
            turns_of = {way: 1}
        for way, turns in turns_of.items():
            for turn in range(turns)[: 1 if self.is_short else None]:
                way(opened, turn, shows=shows)
        if not self.is_short or number == 0:
            self.no_texts(opened)
            self.other_names(opened())

    def wrong(self, opened: Callable[[], Sheet], turn: int, *, shows: bool) -> None:
        """Something that cannot be meant in every field: each is named and shown as typed."""
        sheet = opened()
        typed = everything_wrong(sheet, turn)
        if not typed:
            return
        status = sheet.send(typed, self.counts)
        assert status == 422, (sheet.action, status, typed.keys())
        links = sheet.errors()
        meant = [one for one in sheet.fields if one.kind != "secret"]
        silent = [one.name for one in meant if not is_named(one, links)]
        assert not silent, (sheet.action, silent, links)
        assert not sheet.lost(typed), (sheet.action, sheet.lost(typed))
        _inert(sheet.visitor)

    def texts(self, opened: Callable[[], Sheet], turn: int, *, shows: bool) -> None:
        """Harm in every text: kept exactly. What one field refuses is named there, and the rest
        is taken without it."""
        sheet = opened()
        typed = texts_with_harm(sheet, turn, self.without)
        if not typed:
            return
        status = sheet.send(typed, self.counts)
        if status == 422:
            assert not sheet.lost(typed), (sheet.action, sheet.lost(typed))
            refused = set(sheet.errors())
            assert refused and refused <= set(typed), (sheet.action, refused, _words(sheet))
            typed = {name: text for name, text in typed.items() if name not in refused}
            status = sheet.send(typed, self.counts)
        assert status == 303, (sheet.action, status, typed.keys(), _words(sheet))
        self._kept(sheet, typed)
        if shows:
            again = opened()
            for name, text in typed.items():
                shown = again.shown[name][0]
                assert stored_form(shown) == stored_form(str(text)), (sheet.action, name)
            _inert(again.visitor)

    def no_texts(self, opened: Callable[[], Sheet]) -> None:
        """Bytes that are no text, in every text field."""
        sheet = opened()
        fields = texts_with_harm(sheet, 0, self.without)
        typed: Typed = {name: b" ".join([*BYTES.values(), WORDS.encode()]) for name in fields}
        if not typed:
            return
        status = sheet.send(typed, self.counts)
        assert status in (303, 422), (sheet.action, status)
        if status == 303:
            self._kept(sheet, typed)
        else:
            assert not sheet.lost(typed), (sheet.action, sheet.lost(typed))

    def other_names(self, sheet: Sheet) -> None:
        """Fields that the form does not have, and its own sent twice: no fault, whatever else."""
        names = [one.name for one in sheet.fields] or ["x"]
        for name in names[:3]:
            sheet.send({trick.replace("{0}", name): "x" for trick in TRICKS}, self.counts)
        sheet.send({one: ["one", "two\x00"] for one in names}, self.counts)
        for text in (*KEPT.values(), *REFUSED.values()) if FINDERS & set(sheet.filled) else ():
            sheet.send({one: text for one in FINDERS} | {"find": "people"}, self.counts)

    def _kept(self, sheet: Sheet, typed: Typed) -> None:
        kept = texts_kept(self.site.world, *self.tables)
        for name, value in typed.items():
            want = stored_form(as_text(value))
            assert want in kept or want.strip() in kept, (sheet.action, name, want)


def _inert(visitor: Visitor) -> None:
    """The page runs and interprets nothing of what was typed."""
    assert visitor.response is not None and visitor.page is not None
    markup = visitor.response.get_data(as_text=True)
    assert "<script>alert" not in markup and "onerror=alert(1)>" not in markup
    assert not visitor.page.find_all(attrs={"onmouseover": True})


def _words(sheet: Sheet) -> str:
    return sheet.visitor.text()[:300] if sheet.visitor.page is not None else ""
