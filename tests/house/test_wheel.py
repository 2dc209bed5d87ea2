"""The product as it is installed: a wheel in an empty environment, far from the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.house.tree import PACKAGES, ROOT
from tests.support.processes import end, eventually, free_port


def run(*command, **options):
    result = subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, text=True, **options
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The `bin` folder of an environment that holds the wheel and the locked packages."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    uv = shutil.which("uv") or ROOT / ".uv-tool" / "bin" / "uv"
    run(uv, "venv", "--quiet", "--python", sys.executable, folder)
    install = (uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python")
    run(*install, "--require-hashes", "-r", ROOT / "requirements.lock")
    run(*install, "--no-deps", wheel)
    return folder / "bin"


def environment(folder, **more):
    """Only what a fresh machine has, and what the product reads."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"RIA_ENV": "test", "RIA_DATA_DIR": str(folder)} | more


def fetched(address):
    """Status, type and text of a page; nothing while nobody listens there."""
    try:
        with urlopen(address, timeout=5) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except URLError:
        return None


def test_it_holds_the_packages_and_what_was_built(wheel):
    names = ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == set(PACKAGES)
    for wanted in (
        "templates/base.html",
        "ria/web/static/dist/ria.css",
        "ria/web/static/dist/manifest.json",
    ):
        assert wanted in names
    assert [n for n in names if n.startswith("ria/web/assets") or "__pycache__" in n] == []
    assert [n for n in names if n.startswith("forms/sets/") and n.endswith(".yaml")]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_it_serves_a_page_with_its_style_sheet(installed, tmp_path):
    port = free_port()
    variables = environment(tmp_path, RIA_BASE_URL=f"http://127.0.0.1:{port}")
    options = {"cwd": tmp_path, "env": variables}
    run(installed / "ria", "db", "upgrade", **options)
    server = subprocess.Popen([installed / "ria", "serve", "--port", str(port)], **options)
    try:
        base = f"http://127.0.0.1:{port}/"
        status, kind, page = eventually(lambda: fetched(base), "the page is served")
        assert (status, kind) == (200, "text/html")
        [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        status, kind, text = fetched(urljoin(base, style))
        assert (status, kind) == (200, "text/css")
        assert ".ria-band" in text
    finally:
        end(server)
