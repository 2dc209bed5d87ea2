"""Templates: each one compiles, imports what it uses, and holds no inline code."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, nodes
from jinja2.loaders import ChoiceLoader

from tests.house.tree import ROOT, named, templates

LIBRARIES = ("govuk_frontend_jinja", "govuk_frontend_wtf", "flask_security")
ENVIRONMENT = Environment(
    autoescape=True,
    loader=ChoiceLoader(
        [
            FileSystemLoader([ROOT / "templates", ROOT / "templates" / "emails"]),
            PrefixLoader({name: PackageLoader(name) for name in LIBRARIES}),
        ]
    ),
)
# Our content security policy allows none of these, so a page that has one is broken.
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I)


def tree(path):
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"), filename=named(path))


@pytest.fixture(params=templates(), ids=named)
def template(request):
    return request.param


def test_it_is_well_formed_and_leans_on_what_exists(template):
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    wanted = [
        node.template.value
        for node in tree(template).find_all(kinds)
        if isinstance(node.template, nodes.Const)
    ]
    for name in wanted:
        ENVIRONMENT.loader.get_source(ENVIRONMENT, name)


def test_every_import_in_it_is_used(template):
    parsed = tree(template)
    imported = {node.target for node in parsed.find_all(nodes.Import)}
    for node in parsed.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}
    used = {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


@pytest.mark.parametrize("page", [p for p in templates() if "emails" not in p.parts], ids=named)
def test_pages_hold_no_inline_code(page):
    """Mails may: a mail program reads no style sheet."""
    assert INLINE.findall(page.read_text(encoding="utf-8")) == []


def test_it_turns_escaping_off_nowhere(template):
    parsed = tree(template)
    filters = {node.name for node in parsed.find_all(nodes.Filter)}
    assert "safe" not in filters
    assert not list(parsed.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)))
