"""How templates are found, and what every template can use."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, MutableMapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    UndefinedError,
)
from jinja2.utils import missing
from markupsafe import Markup

from forms.answers import display
from ria.clock import LONDON
from ria.publishing.group_effects import together
from ria.queries.register.one_off import review_label
from ria.settings import Settings
from ria.web.kit.stage_colours import stage_colour
from workflows.stages import Stage

DIST = Path(__file__).parents[1] / "static" / "dist"


PLAIN_DATA = (Mapping, list, tuple, str, int, float, type(None))


class Absent(Undefined):
    """An undefined value: strict, except where the GOV.UK macros need it silent.

    An unknown name, or an attribute that an object lacks, is a mistake and raises. The GOV.UK
    macros look up optional parameters in plain data, and ask whether they were called with a block:
    those lookups stay silent.
    """

    def __new__(  # type: ignore[misc]
        cls,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[UndefinedError] = UndefinedError,
    ) -> Undefined:
        """A strict undefined, or a silent one."""
        optional = isinstance(obj, PLAIN_DATA) or name == "caller"
        kind = ChainableUndefined if optional else StrictUndefined
        return kind(hint, obj, name, exc)


def template_loader() -> BaseLoader:
    """Our templates, and the library's under their own prefixes."""
    return ChoiceLoader(
        [
            PackageLoader("templates", ""),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )


def read_manifest() -> dict[str, str]:
    """The digests of the built files by name; empty if the assets have not been built."""
    try:
        manifest: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return manifest


def in_words(when: date | datetime) -> str:
    """`22 November 2026`; an instant as its London date and time, `22 November 2026, 9:05am`."""
    if not isinstance(when, datetime):
        return display.day_in_words(when)
    local = when.astimezone(LONDON)
    clock = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return f"{display.day_in_words(local)}, {clock}"


class PlainGlobals(Environment):
    """Jinja's environment, its globals a plain dictionary for each template.

    They are set once, before the first template is loaded. In layers, as Jinja keeps them to show
    later changes, each import of a macro asks layer by layer for every name.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's globals, and a template's own over them."""
        return {**self.globals, **(d or {})}


def day_in_words(when: datetime) -> str:
    """The date of an instant in London, `22 November 2026`."""
    return in_words(when.astimezone(LONDON).date())


def iso_in_words(text: str) -> str:
    """The date of an ISO date or instant (as snapshots hold them) in words."""
    if "T" not in text:
        return in_words(date.fromisoformat(text))
    return day_in_words(datetime.fromisoformat(text))


def readable(value: str) -> str:
    """A stored value as words: `national_policy` is `National policy`."""
    return value.replace("_", " ").capitalize()


def options(values: Iterable[Any]) -> list[tuple[Any, str]]:
    """Value and label of each, for a select list."""
    return [(value, getattr(value, "label", value)) for value in values]


def new_token() -> str:
    """A new idempotency token: each rendered form carries one."""
    return secrets.token_hex(16)


def set_up_templates(app: Flask, settings: Settings) -> None:
    """Give the environment its globals and filters. Macros imported without context see them."""
    manifest = read_manifest()

    def asset(name: str) -> str:
        """The address of a built file; it changes when the file does."""
        return f"/static/dist/{name}?v={manifest.get(name, '0')}"

    @cache
    def tag_of(stage: Stage) -> Markup:
        """A stage as a tag. Cached, because rendering is slow and long lists show few different
        tags.
        """
        macros: Any = app.jinja_env.get_template("macros/page.html").module
        return Markup(macros.stage_tag(stage, stage.label))  # noqa: S704  (a macro's own output)

    env = app.jinja_env
    env.undefined = Absent
    env.auto_reload = False
    env.trim_blocks = env.lstrip_blocks = True
    for own in (in_words, day_in_words, iso_in_words, readable, options, together, review_label):
        env.filters[own.__name__] = own
    env.globals.update(
        asset=asset,
        new_token=new_token,
        stage_colour=stage_colour,
        tag_of=tag_of,
        organisation=settings.organisation,
        public_contact=settings.public_contact,
        # The library's macros compare with these two by name.
        null=None,
        undefined=ChainableUndefined(name="undefined"),
        # Names that the base page may be given and most pages leave out.
        errors=(),
        notices=(),
        nav=(),
        signed_in_as="",
        pretended_date="",
        source_url="",
    )
