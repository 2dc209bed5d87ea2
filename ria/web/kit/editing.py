"""The form of a record: saved as a whole, once, and never over another person's changes unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from forms.pages.page import PageForm
from ria.services.kit.errors import Invalid, Stale
from ria.web.kit.form_page import Done, FormPage


@dataclass(frozen=True)
class RecordForm:
    """The words of the page with the form to add or change a record.

    `back`: address and words of the link back. `stored`: the stored answers, none for a new record.
    `seen`: see `FormPage`. `groups`: headings with the names of the questions under each. `listed`:
    questions whose choices are shown as a select list. A template of its own extends
    `pages/kit/form.html`; `context` is for that template.
    """

    heading: str
    action: str
    back: tuple[str, str]
    button: str
    caption: str = ""
    lead: str = ""
    stored: Mapping[str, JsonValue] = field(default_factory=dict)
    seen: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    history: str = ""
    template: str = "pages/kit/form.html"
    context: Callable[[], Mapping[str, Any]] = dict


def editing(at: RecordForm, form: PageForm, command: Callable[[], Done]) -> FormPage:
    """The page of this form. If the record was changed meanwhile it shows both texts."""
    return FormPage(
        at.template,
        form,
        command,
        lambda: {"at": at, **at.context()},
        seen=lambda: at.seen,
        shows=(Invalid, Stale),
        stored=at.stored,
    )
