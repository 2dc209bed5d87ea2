"""What a rule says when it fires: which rule, why, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing found in the answers of a form.

    `section` and `question` say where, empty for the form as a whole; `cites` names the source
    or the help that the rule rests on.
    """

    id: str
    reason: str
    hint: str = ""
    section: str = ""
    question: str = ""
    cites: str = ""
