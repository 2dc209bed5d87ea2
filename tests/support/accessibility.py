"""axe-core over a page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import CDPSession, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Without preloading, axe does not read the style sheets. It does so for one rule alone,
# css-orientation-lock: tests/house/test_assets.py holds that ours never ask how a screen is held.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """Fail, naming rule, element and remedy, if axe finds anything on the page as it stands."""
    violations = axe_violations(page)
    if violations:
        found = "\n".join(_described(violation) for violation in violations)
        pytest.fail(f"axe on {page.url}:\n{found}", pytrace=False)


def axe_violations(page: Page) -> list[dict]:
    """What axe finds: one mapping per broken rule, with the elements that break it."""
    page.evaluate(_axe())
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    return page.evaluate("options => axe.run(document, options).then(r => r.violations)", options)


@contextmanager
def scripts_allowed(page: Page) -> Iterator[None]:
    """Let axe run on a page that was loaded with JavaScript off: the page's own scripts do not.

    A session knows only of what it has turned off itself, and ending it would turn it on for good.
    """
    if page not in _SESSIONS:
        _SESSIONS[page] = page.context.new_cdp_session(page)
        _SESSIONS[page].send(_SWITCH, {"value": True})
    _SESSIONS[page].send(_SWITCH, {"value": False})
    yield
    _SESSIONS[page].send(_SWITCH, {"value": True})


_SWITCH = "Emulation.setScriptExecutionDisabled"
_SESSIONS: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


@cache
def _axe() -> str:
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `make setup`", pytrace=False)
    # Evaluated, not added as a script tag: our content security policy refuses such a tag.
    return AXE.read_text(encoding="utf-8")


def _described(violation: dict) -> str:
    nodes = "\n".join(
        f"    {node['target']}: {node['failureSummary'].splitlines()[-1].strip()}\n"
        f"      {node['html'][:200]}"
        for node in violation["nodes"]
    )
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"
