"""A tiny application that shows one section, and a reader for the pages it gives."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask import Flask, render_template_string, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from forms.answers.answers import seen
from forms.answers.display import summary
from forms.answers.rating import rate
from forms.rendering.builder import Choices, build_form
from tests.forms.toys import EVIDENCE, FILES, PEOPLE

PAGE = """<!doctype html><html lang="en"><title>Test</title><main>
{%- from "macros/questions.html" import question, error_summary, save_first -%}
{{ error_summary(form) }}<form method="post" enctype="multipart/form-data">{{ save_first() }}
{%- for field in form.top_fields %}{{ question(field) }}{% endfor %}
<button type="submit" name="continue">Save and continue</button></form></main></html>"""

ANSWERS_PAGE = """<!doctype html><html lang="en"><main>
{%- from "macros/answers.html" import summary_list, rating_table -%}
{{ summary_list(rows, "/change") }}
{% if rating %}{{ rating_table(rating) }}{% endif %}</main></html>"""

CHOICES = Choices(PEOPLE, FILES, EVIDENCE)


def make_app(question_set, answers: dict[str, Any]) -> Flask:
    """`/<section>` shows and takes one section (answers as JSON on success); `/answers/<id>`."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for tests", WTF_CSRF_ENABLED=False, TESTING=True)
    app.jinja_options = {
        **app.jinja_options,
        "loader": ChoiceLoader(
            [
                PackageLoader("templates", ""),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    }

    @app.route("/<section_id>", methods=["GET", "POST"])
    def section(section_id: str):
        form = build_form(question_set, question_set.section(section_id), answers, CHOICES)()
        if request.method == "GET" or form.rearranged:
            return render_template_string(PAGE, form=form)
        if not form.validate():
            return render_template_string(PAGE, form=form), 422
        names = {key: upload.filename for key, upload in form.uploads().items()}
        return {"answers": form.answers(), "uploads": names}

    @app.get("/answers/<section_id>")
    def summary_page(section_id: str):
        now = seen(question_set, answers)
        rows = summary(now.questions[section_id], now.answers, {**PEOPLE, **FILES, **EVIDENCE})
        rating = rate(question_set, answers) if question_set.rating else None
        return render_template_string(ANSWERS_PAGE, rows=rows, rating=rating)

    return app


class Page(HTMLParser):
    """What a test asks of a page: ids, inputs, labels, links, texts of textareas."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inputs: list[dict[str, str | None]] = []
        self.labelled: set[str] = set()
        self.links: list[str] = []
        self.described: list[str] = []
        self.tags: set[str] = set()
        self.buttons: list[dict[str, str | None]] = []
        self.texts: dict[str, str] = {}
        self.selected: dict[str, str | None] = {}
        self._inside = ""
        self._list = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self.described += (found.get("aria-describedby") or "").split()
        if tag in {"input", "select", "textarea"}:
            self.inputs.append({"tag": tag, **found})
        reader = getattr(self, f"_{tag}", None)
        if reader:
            reader(found)

    def _label(self, found: dict[str, str | None]) -> None:
        self.labelled.add(str(found.get("for")))

    def _a(self, found: dict[str, str | None]) -> None:
        self.links.append(str(found.get("href")))

    def _button(self, found: dict[str, str | None]) -> None:
        self.buttons.append(found)

    def _textarea(self, found: dict[str, str | None]) -> None:
        self._inside = str(found["name"])
        self.texts[self._inside] = ""

    def _select(self, found: dict[str, str | None]) -> None:
        self._list = str(found["name"])

    def _option(self, found: dict[str, str | None]) -> None:
        if "selected" in found:
            self.selected[self._list] = found["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops a line end that stands right after the opening tag.
            self.texts[self._inside] = self.texts[self._inside].removeprefix("\n")
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside] += data

    def posted(self) -> dict[str, list[str]]:
        """What a browser would post if somebody pressed the button now."""
        result: dict[str, list[str]] = {}
        for found in self.inputs:
            name = str(found["name"])
            if found["tag"] == "textarea":
                result[name] = [self.texts[name]]
            elif found["tag"] == "select":
                result[name] = [self.selected.get(name) or ""]
            elif found.get("type") in {"radio", "checkbox"}:
                if "checked" in found:
                    result.setdefault(name, []).append(str(found["value"]))
            elif found.get("type") != "file":
                result[name] = [str(found.get("value") or "")]
        return result
