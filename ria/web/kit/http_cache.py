"""HTTP caching of public pages and files that change only when something is published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, request

from ria import __version__
from ria.web.kit.pages import pretended_date
from ria.web.kit.templating import read_manifest


def with_revalidation(response: Response) -> Response:
    """Let anybody cache the response, but ask each time whether it still stands."""
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@dataclass(frozen=True)
class CacheValidator:
    """Identifies the answer of an address. `stamp` changes whenever the data behind it do;
    `changed_at` is the time of the last change.
    """

    stamp: str
    changed_at: datetime | None

    @property
    def tag(self) -> str:
        """The entity tag. It changes with the contents, the address, the product's version, its
        assets and the demonstration's date.
        """
        parts = (
            self.stamp,
            __version__,
            str(sorted(read_manifest().items())),
            pretended_date(),
            request.full_path,
        )
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

    def unless_known(self, make: Callable[[], Response]) -> Response:
        """304 for a client that already has this version, otherwise the response that `make`
        returns.
        """
        known = request.if_none_match.contains(self.tag)
        return self.answer(Response(status=304) if known else make())

    def answer(self, response: Response) -> Response:
        """Let anybody cache the response, but only with revalidation, so that a withdrawn page
        disappears at once.
        """
        with_revalidation(response)
        response.set_etag(self.tag)
        response.last_modified = self.changed_at
        return response


View = Callable[..., Response]


def revalidated(validator: Callable[[], CacheValidator]) -> Callable[[View], View]:
    """Let a view answer only clients that do not have its present version already."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answered(**values: Any) -> Response:
            return validator().unless_known(lambda: view(**values))

        return answered

    return wrap
