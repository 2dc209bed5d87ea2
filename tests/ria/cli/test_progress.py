"""The bar of long work is seen on a terminal alone, and leaves standard output to the result."""

from __future__ import annotations

import io
import sys

from ria.cli.kit.progress import progress
from ria.history.verify import verify


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_nobody_watches(capsys):
    with progress("Reading") as show:
        show(0.5)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_the_work_and_the_share_done(monkeypatch, capsys):
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setenv("TERM", "xterm")
    with progress("Reading") as show:
        show(0.5)
    assert "Reading" in seen.getvalue() and "50%" in seen.getvalue()
    assert capsys.readouterr().out == ""


def test_a_verification_tells_how_far_it_is(world, monkeypatch):
    monkeypatch.setattr("ria.history.verify.EVERY", 1)
    world.register()
    shares = []
    with world.store.read_session() as session:
        assert verify(session, shares.append).faults == ()
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 <= shares[-1] < 1
