"""Templates: each one compiles, imports what it uses, and holds no inline code."""

from __future__ import annotations

import ast
import fnmatch
import re

from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, nodes
from jinja2.loaders import ChoiceLoader

from tests.house.tree import ROOT, named, parsed, python_files, templates

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


EACH = {named(path): path for path in templates()}
PAGES = {name: path for name, path in EACH.items() if not name.startswith("templates/emails/")}


def tree(path):
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"), filename=named(path))


def missing(path):
    """The templates that this one leans on and that no loader finds."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    leaned_on = [node.template for node in tree(path).find_all(kinds)]
    names = {name.value for name in leaned_on if isinstance(name, nodes.Const)}
    return names - set(ENVIRONMENT.list_templates())


def _constants(node):
    """The texts in an expression: every template that a conditional include can mean."""
    found = [node] if isinstance(node, nodes.Const) else node.find_all(nodes.Const)
    return [constant.value for constant in found]


def used(path):
    """The names that this template uses, itself or in what it includes: an included template
    sees the imports of the one that includes it."""
    parsed = tree(path)
    names = {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "load"}
    for node in parsed.find_all(nodes.Include):
        for path_of in (f"templates/{name}" for name in _constants(node.template)):
            names |= used(EACH[path_of]) if path_of in EACH else set()
    return names


def unused(path):
    """The names that this template imports and does not use."""
    parsed = tree(path)
    imported = {node.target for node in parsed.find_all(nodes.Import)}
    for node in parsed.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}
    return imported - used(path)


def unescaped(path):
    """The places where this template turns escaping off."""
    parsed = tree(path)
    off = parsed.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier))
    safe = [node for node in parsed.find_all(nodes.Filter) if node.name == "safe"]
    return [node.lineno for node in (*off, *safe)]


def faults(look, paths):
    """What `look` finds, by the template's name."""
    return {name: found for name, path in paths.items() if (found := look(path))}


def test_each_is_well_formed_and_leans_on_what_exists():
    assert "templates/base.html" in EACH
    assert faults(missing, EACH) == {}


def test_every_import_is_used():
    assert faults(unused, EACH) == {}


def test_escaping_is_turned_off_nowhere():
    assert faults(unescaped, EACH) == {}


def test_pages_hold_no_inline_code():
    """Mails may: a mail program reads no style sheet."""
    assert faults(lambda path: INLINE.findall(path.read_text(encoding="utf-8")), PAGES) == {}


def named_in_code():
    """Every template that a module names. What an f-string fills in can be anything."""
    for path in python_files("ria", "worker"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
                yield path, "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value


def test_every_template_that_the_code_names_is_there():
    whole = re.compile(r"[\w*]+(/[\w*.]+)+\.html")
    found = {(path, name) for path, name in named_in_code() if whole.fullmatch(name)}
    assert len(found) > 60
    here = [name.removeprefix("templates/") for name in EACH]
    lost = [(named(p), name) for p, name in found if not fnmatch.filter(here, name)]
    assert lost == []
