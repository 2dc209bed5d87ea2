"""Send an uploaded file: always as an attachment, and only if its contents are unchanged."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from flask import Response

from ria.models import StoredFile
from ria.web.kit.pages import page
from ria.web.request.session import the_store


def as_attachment(found: StoredFile) -> Response:
    """The file as an attachment, never shown in the browser; 410 if its contents are not those that
    were uploaded.
    """
    data = _content(found)
    if data is None:
        return page("pages/evidence/files/changed.html", 410, file=found)
    response = Response(data, content_type="application/octet-stream")
    response.headers["Content-Type"] = found.media_type
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(found.name)}"
    return response


def _content(found: StoredFile) -> bytes | None:
    """The file's bytes, if they still have the stored hash; otherwise None."""
    try:
        data = (the_store().settings.files_dir / found.key).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == found.sha256 else None


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace"), safe="")
