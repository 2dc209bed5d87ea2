"""Uploads are known by their content, and nothing that was refused stays on the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from ria.services.evidence.files import DOCX, MAX_BYTES, XLSX, Upload, checked, media_type
from ria.services.kit.errors import Invalid

DOCX_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
DOCM_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
ODT = "application/vnd.oasis.opendocument.text"


def archive(parts: dict[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packed) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def docx(**more: str) -> bytes:
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w/>", **more})


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def with_broken_middle(data: bytes) -> bytes:
    """A file whose packed `mimetype` cannot be unpacked."""
    at = data.index(b"mimetype") + len(b"mimetype")
    return data[:at] + b"\xff" * 8 + data[at + 8 :]


ACCEPTED = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
    "png": (png(), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
    "text": ("Häts are wörn outdoors.\r\n".encode(), "text/plain"),
    "text with a mark": (b"\xef\xbb\xbfa,b\n1,2\n", "text/plain"),
    "docx": (docx(), DOCX),
    "xlsx": (archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), XLSX),
    "odt": (archive({"mimetype": ODT, "content.xml": "<o/>"}), ODT),
}

REFUSED = {
    "a program": b"MZ\x90\x00\x03\x00\x00\x00",
    "an ELF program": b"\x7fELF\x02\x01\x01",
    "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
    "HTML after white space": b"\r\n\t <html>",
    "HTML after a mark": b"\xef\xbb\xbf<html>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "XML": b'<?xml version="1.0"?><svg/>',
    "a GIF": b"GIF89a\x01\x00\x01\x00",
    "white space": b" \r\n\t ",
    "text in UTF-16": "text".encode("utf-16"),
    "text with a NUL": b"abc\x00def",
    "any archive": archive({"a.txt": "a"}),
    "a broken archive": docx()[:60],
    "an archive cut off": docx()[:-10],
    "docx with macros": docx(**{"word/vbaProject.bin": "x"}),
    "docx with macros of another name": archive(
        {"[Content_Types].xml": DOCM_TYPES, "word/document.xml": "<w/>", "word/m.bin": "x"}
    ),
    "docx without its types": archive({"word/document.xml": "<w/>"}),
    "OpenDocument with macros": archive({"mimetype": ODT, "Basic/Standard/Module1.xml": "x"}),
    "an OpenDocument of an unknown kind": archive({"mimetype": ODT + "\r\nX-Evil: 1"}),
    "a mimetype that cannot be unpacked": with_broken_middle(archive({"mimetype": ODT})),
    "a bomb": archive({**{"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w/>"},
                       "word/media/a.bin": bytes(201 * 1024 * 1024)}),
}  # fmt: skip


@pytest.mark.parametrize("kind", ACCEPTED)
def test_what_is_accepted_is_known_by_its_content(kind):
    data, expected = ACCEPTED[kind]
    assert media_type(data) == expected
    assert checked(Upload("anything.exe", data), "text") == ("anything.exe", expected)


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_refused_under_any_name(kind):
    with pytest.raises(Invalid, match="without macros") as refusal:
        checked(Upload("report.pdf", REFUSED[kind]), "document")
    assert refusal.value.field == "document"


def test_an_empty_file_is_refused():
    with pytest.raises(Invalid, match="The file is empty"):
        checked(Upload("a.txt", b""), "text")


def test_ten_megabytes_are_accepted_and_one_byte_more_is_not():
    checked(Upload("a.txt", b"a" * MAX_BYTES), "text")
    with pytest.raises(Invalid, match="larger than 10 MB"):
        checked(Upload("a.txt", b"a" * (MAX_BYTES + 1)), "text")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("a\r\nSet-Cookie: b\x00.pdf", "aSet-Cookie: b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "unnamed file"),
        ("..", "unnamed file"),
        ("n" * 300, "n" * 255),
    ],
)
def test_the_name_shown_is_a_name_and_no_path(name, shown):
    assert checked(Upload(name, b"text"), "text")[0] == shown


@pytest.mark.parametrize("kind", ["a program", "docx with macros", "a bomb"])
def test_a_refusal_leaves_nothing_on_the_disk(world, kind):
    with pytest.raises(Invalid):
        world.register(text=Upload("a.docx", REFUSED[kind]))
    assert not world.store.settings.files_dir.exists() or not list(
        world.store.settings.files_dir.iterdir()
    )


def test_a_disk_that_is_full_leaves_nothing(world, monkeypatch):
    def full(path, _data):
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        world.register(text=Upload("a.txt", b"text"))
    assert list(world.store.settings.files_dir.iterdir()) == []


def test_files_lie_where_only_this_user_looks(world):
    world.register(text=Upload("a.txt", b"text"))
    assert world.store.settings.files_dir.stat().st_mode & 0o777 == 0o700
