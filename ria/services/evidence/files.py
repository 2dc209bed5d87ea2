"""Uploads: stored outside the web root under a random key, identified by content, not by name."""

from __future__ import annotations

import hashlib
import io
import secrets
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from ria.history import UnitOfWork
from ria.models import StoredFile
from ria.services.kit.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 255
CONTENT_TYPES = "[Content_Types].xml"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIPPED = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = frozenset(_OPEN_DOCUMENT + kind for kind in ("text", "spreadsheet", "presentation"))
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
MAX_UNPACKED = 200 * 1024 * 1024
_MOST_READ = 1024 * 1024
_MARKED = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


@dataclass(frozen=True)
class Upload:
    """A file as uploaded."""

    name: str
    data: bytes

    @property
    def fingerprint(self) -> list[str]:
        """Return values that distinguish this upload from any other."""
        return [self.name, hashlib.sha256(self.data).hexdigest()]


def media_type(data: bytes) -> str | None:
    """Return the media type, detected from the content; None for any type that is not accepted."""
    for mark, kind in _MARKED.items():
        if data.startswith(mark):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    return "text/plain" if _is_text(data) else None


def _zipped(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                return None
            return _office_kind(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return None  # RuntimeError: encrypted, or packed in a way that is not known here


def _office_kind(archive: zipfile.ZipFile) -> str | None:
    """The kind of office file in this archive; None for another archive, or one with macros."""
    names = archive.namelist()
    if any(mark in name.lower() for name in names for mark in _MACROS):
        return None
    if "mimetype" in names:
        declared = _start_of(archive, "mimetype").decode("ascii", "replace")
        return declared if declared in _OPEN_KINDS else None
    types = _start_of(archive, CONTENT_TYPES) if CONTENT_TYPES in names else b"macroenabled"
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        return None
    return next((kind for part, kind in _ZIPPED.items() if part in names), None)


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_READ)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    starts_as_markup = text.lstrip()[:1] == "<"
    is_plain = not any(c < " " and c not in "\t\n\f\r" for c in text)
    return bool(text.strip()) and is_plain and not starts_as_markup


def checked(upload: Upload, field: str) -> tuple[str, str]:
    """The name to show and the media type. `Invalid` at `field` with what is wrong."""
    if not upload.data:
        raise Invalid(field, "The file is empty. Choose a file with something in it.")
    if len(upload.data) > MAX_BYTES:
        raise Invalid(field, "The file is larger than 10 MB. Choose a smaller one.")
    kind = media_type(upload.data)
    if kind is None:
        raise Invalid(
            field,
            "The file must be a PDF, Word, Excel, OpenDocument, PNG, JPEG or plain text file, "
            "without macros. Its content is what counts, not its name.",
        )
    return _shown_name(upload.name), kind


def _shown_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    return kept.strip()[:MAX_NAME] if kept.strip(" .") else "unnamed file"


@contextmanager
def kept_file(
    unit: UnitOfWork, policy_id: int, user_id: int, upload: Upload, field: str
) -> Iterator[StoredFile]:
    """Store an upload, and delete it again unless the block (the rest of the command) succeeds."""
    name, kind = checked(upload, field)
    key = secrets.token_hex(20)
    directory = unit.store.settings.files_dir
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / key
    row = StoredFile(
        key=key,
        policy_id=policy_id,
        name=name,
        media_type=kind,
        size=len(upload.data),
        sha256=hashlib.sha256(upload.data).hexdigest(),
        uploaded_by=user_id,
        uploaded_at=unit.now,
    )
    try:
        path.write_bytes(upload.data)
        unit.save(row)
        yield row
    except BaseException:
        path.unlink(missing_ok=True)
        raise
