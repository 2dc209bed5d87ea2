"""Chromium, as installed, headless and kept to this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Playwright, Route

from tests.support.processes import program

# A quiet browser: it opens no connection of its own, and runs as root in a container.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = ("127.0.0.1", "localhost")


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium."""
    binary = program("chromium", "chromium-browser", "google-chrome", package="chromium")
    return playwright.chromium.launch(executable_path=binary, args=FLAGS)


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """A fresh session of its own. Options as Playwright's, `java_script_enabled=False` among them.

    A page that asks for anything from another machine does not get it, and so fails its test.
    """
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
    context.set_default_timeout(10_000)
    context.route(_elsewhere, _refuse)
    return context


def _elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE


def _refuse(route: Route) -> None:
    route.abort("blockedbyclient")
