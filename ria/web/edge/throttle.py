"""Throttling a public form: count first, then look at what was sent."""

from __future__ import annotations

from flask import request

from ria.services.kit import throttle
from ria.services.kit.throttle import Attempt, By, Limit, TooManyAttempts
from ria.web.request.logging import log_refusal
from ria.web.request.session import machine_clock, write_store


def count_attempt(limit: Limit, *, account: str = "") -> Attempt:
    """Count this request under a limit. `account` is the address typed, for limits by account.

    Raises `TooManyAttempts`. A form catches it to say so beside its fields; otherwise the page of
    status 429 says how long to wait.
    """
    values = {By.ACCOUNT: account, By.ADDRESS: request.remote_addr or ""}
    made = throttle.attempt(write_store(), limit, values, machine_clock().now())
    try:
        throttle.count(write_store(), made)
    except TooManyAttempts:
        log_refusal(f"{limit.name} throttled")
        raise
    return made
