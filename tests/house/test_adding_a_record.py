"""A plain record touches twelve files at most, and the page that says which is true."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "adding-a-record.md"
MOST = 12


def test_the_files_are_there_speak_of_the_record_and_are_few_enough():
    text = PAGE.read_text(encoding="utf-8")
    files = re.findall(r"^\| \d+ \| `([^`]+)` \|", text, re.MULTILINE)
    assert 0 < len(files) <= MOST
    silent = [name for name in files
              if "committee" not in (ROOT / name).read_text(encoding="utf-8").lower()
              and name != "ria/web/blueprints.py"]  # fmt: skip
    assert silent == []


def test_nothing_else_of_the_product_declares_it():
    """A new place that every record had to be written into would belong to the list above."""
    listed = PAGE.read_text(encoding="utf-8")
    declared = {"COMMITTEE_PAGES", "committee_pages"}
    found = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "ria").rglob("*.py"))
             if declared & set(re.findall(r"\w+", path.read_text(encoding="utf-8")))]  # fmt: skip
    assert [name for name in found if f"`{name}`" not in listed] == []
