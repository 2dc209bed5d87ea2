"""What the README and the documents say is true."""

from __future__ import annotations

import re

import pytest
import yaml

from forms.questions.registry import Registry
from ria.cli import main
from ria.demo.organisation.accounts import ACCOUNTS, PASSWORD
from tests.house.tree import ROOT, kept_files, named
from workflows.diagram import embedded

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [path for path in kept_files() if path.suffix == ".md"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURES = "docs/images/"


def test_the_diagram_is_drawn_from_the_table():
    assert embedded(README) == README, "put the output of `ria diagram` between the markers"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [t.partition("#")[0] for t in targets if "://" not in t and not t.startswith("#")]
    wanted = [t for t in local if not t.startswith(PICTURES)]
    assert [t for t in wanted if not (page.parent / t).exists()] == []


def test_every_account_of_the_demo_is_named():
    assert [a.email for a in ACCOUNTS if f"`{a.email}`" not in README] == []
    assert f"`{PASSWORD}`" in README


def test_every_command_is_named_and_exists():
    named_commands = {name for name in re.findall(r"`ria ([a-z]+)", README)}
    assert named_commands == set(main.commands)


@pytest.mark.parametrize("group", ["db", "user", "audit"])
def test_every_command_of_a_group_that_is_named_exists(group):
    told = set(re.findall(rf"`ria {group} ([a-z]+)", README))
    assert told
    assert told <= set(main.commands[group].commands)


def test_the_files_it_sends_people_to_exist():
    paths = re.findall(r"`((?:workflows|forms|ria|worker|templates|tests|docs)/[\w./-]*)`", README)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_names_in_its_examples_are_in_the_files():
    for path, words in {
        "workflows/facts/forms.py": ["two_sources_looked_at"],
        "workflows/guards/screening.py": ["two_sources = Guard("],
        "workflows/process.py": ["screening.two_sources"],
        "ria/queries/process/form_facts.py": ["def screening_facts", "two_sources_looked_at"],
        "ria/notify/mails/kinds/process.py": ['"returned",'],
        "workflows/table.py": ["ALWAYS_ASKED"],
        "ria/services/process/effects/dispatch.py": ["_REACHED"],
        "ria/services/process/effects/returning.py": ["def returned", '"returned"'],
        "docs/reference/mails.md": ["`returned`", "opening and analysis of the consultation"],
        "ria/queries/deadlines/due_kinds.yaml": ["opening:", "next_edition:", "outlives"],
        "ria/services/process/effects/approving.py": ["def consultation", "fall_due(", '"opening"'],
        "ria/services/process/effects/review.py": ["settle(", '"next_edition"'],
        "ria/notify/reminders/due.py": ["NAMED"],
        "ria/queries/deadlines/overdue.py": ["NOT_PUBLIC"],
        "ria/queries/deadlines/due_targets.py": ["_TARGETS", "title=", "owner_id=", "link="],
        "workflows/routing.py": ["def came_by"],
        "tests/workflows/cases.py": ["two_sources_looked_at", '"two_sources"'],
        "tests/workflows/table.txt": ["two_sources"],
        "tests/journeys/guards/guard_cases.py": ["CASES", '"two_sources"'],
    }.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        assert [word for word in words if word not in text] == [], path


def test_the_example_question_is_a_real_one():
    (block,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (given,) = yaml.safe_load(block)
    question = Registry.load().get("screening", "psed-2010", 1).question(given["key"])
    assert (question.kind, question.label) == (given["kind"], given["label"])
    assert (question.missing, question.min_length) == (given["missing"], given["min_length"])
    assert question.audience == given["audience"]


def test_every_decision_is_listed():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [d.name for d in decisions if f"(decisions/{d.name})" not in index] == []
    numbers = [d.name[:4] for d in decisions]
    assert numbers == [f"{n:04d}" for n in range(1, len(decisions) + 1)]


PARTS = ("**Context.**", "**Decision.**", "**Alternatives refused.**", "**Consequences.**")


def test_every_decision_has_the_same_four_parts():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.search(rf"^# {path.name[:4]}\. ", text), path
        for part in PARTS:
            assert text.count(part) == 1, (path, part)


def test_every_decision_that_is_cited_exists():
    """A number in a comment or a page, beside the links, which are followed above."""
    known = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    texts = [path for path in kept_files() if path.suffix in (".py", ".md", ".html", ".yaml")]
    cited = {
        (named(path), number)
        for path in texts
        for number in re.findall(r"[Dd]ecision (\d{4})\b", path.read_text(encoding="utf-8"))
    }
    assert cited
    assert [found for found in sorted(cited) if found[1] not in known] == []
