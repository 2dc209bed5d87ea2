"""Chromium, as installed, headless and kept to this machine."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.support.processes import program

# A quiet browser: it opens no connection of its own, and runs as root in a container. What it
# wants of another machine goes to a port where nobody listens; that leaves its cache as it is,
# which intercepting every request would turn off.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=127.0.0.1;localhost",
]


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
    return context
