"""The look: our own colours and typeface, legible, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from tests.house.tree import ROOT

DIST = ROOT / "ria" / "web" / "static" / "dist"
SETTINGS = ROOT / "ria" / "web" / "assets" / "_settings.scss"
AA = 4.5

# Text colour and ground, as the style sheets pair them.
PAIRS = [
    ("ink", "white"),
    ("ink", "teal-pale"),
    ("ink", "saffron"),
    ("ink", "saffron-pale"),
    ("ink", "brick-pale"),
    ("white", "teal"),
    ("white", "teal-dark"),
    ("white", "leaf"),
    ("link", "white"),
    ("link", "teal-pale"),
    ("plum", "white"),
    ("slate", "white"),
    ("brick", "white"),
    ("brick", "brick-pale"),
    ("teal-dark", "teal-pale"),
]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def style():
    return (DIST / "ria.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text, ground):
    named = re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", SETTINGS.read_text(), re.MULTILINE)
    palette = dict(named) | {"white": "#ffffff"}
    assert contrast(palette[text], palette[ground]) >= AA


def test_contrast_is_reckoned_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_no_rule_asks_how_a_screen_is_held(style):
    assert "orientation" not in style  # tests/support/accessibility.py


def test_the_manifest_lists_what_was_built():
    manifest = json.loads((DIST / "manifest.json").read_text())
    built = {path.name: path.read_bytes() for path in DIST.iterdir()}
    del built["manifest.json"]
    assert manifest == {n: hashlib.sha256(b).hexdigest()[:12] for n, b in built.items()}
    assert {"ria.css", "ria.js", "enabled.js", "mark.svg"} <= set(manifest)


def test_the_style_sheet_loads_only_what_lies_beside_it(style):
    wanted = {url.strip("\"'") for url in re.findall(r"url\(([^)]*)\)", style)}
    assert wanted
    assert {name for name in wanted if not (DIST / name).is_file()} == set()
    assert "@import" not in style


def test_nobody_takes_it_for_another_service(style):
    for foreign in ("GDS Transport", "govuk-crest", "#ffdd00"):
        assert foreign not in style


def test_there_is_a_style_for_paper(style):
    assert "@media print" in style
