"""`python -m ria` is the command `ria`."""

from __future__ import annotations

from ria.cli import main

main(prog_name="ria")
