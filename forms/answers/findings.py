"""A finding: which rule fired, why, and what would resolve it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One problem found in the answers of a form.

    `section` and `question` say where it is, empty for the form as a whole; `cites` names the
    source or the help text that the rule rests on.
    """

    id: str
    reason: str
    hint: str = ""
    section: str = ""
    question: str = ""
    cites: str = ""
