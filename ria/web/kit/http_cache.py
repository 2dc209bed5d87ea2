"""Public pages and files that change only when something is published: known again by their tag."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request

from ria import __version__
from ria.web.kit.pages import pretended_date
from ria.web.kit.templating import read_manifest


@dataclass(frozen=True)
class CacheValidator:
    """What an address answers as long as nothing changes. `stamp` changes whenever what it is made
    from does; `changed_at` is when that was last."""

    stamp: str
    changed_at: datetime | None

    @property
    def tag(self) -> str:
        """Changes with the contents, the address, the product, its assets and the pretended
        date."""
        parts = (
            self.stamp,
            __version__,
            str(sorted(read_manifest().items())),
            pretended_date(),
            request.full_path,
        )
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def is_known(self) -> bool:
        """Whether whoever asks has it already."""
        return request.if_none_match.contains(self.tag)

    def not_changed(self) -> Response:
        """The answer to whoever has it already."""
        return self.answer(Response(status=304))

    def answer(self, response: Response) -> Response:
        """Anybody may keep it, but asks before showing it again: what is withdrawn is gone at
        once."""
        response.headers["Cache-Control"] = "public, no-cache"
        response.set_etag(self.tag)
        response.last_modified = self.changed_at
        return response
