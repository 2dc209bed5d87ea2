"""Run every quality rule over one form. Nothing here refuses a form: a finding can be overridden
with a reason, and the approver sees both.
"""

from __future__ import annotations

from forms.answers.findings import Finding
from forms.quality import actions, consulting, law, reach, screened, sources, wording
from forms.quality.case import Case, Rule

__all__ = ["RULES", "check"]

RULES: tuple[Rule, ...] = (
    wording.RULES
    + screened.RULES
    + sources.RULES
    + actions.RULES
    + reach.RULES
    + law.RULES
    + consulting.RULES
)


def check(case: Case) -> tuple[Finding, ...]:
    """Every finding, in the order of the rules; identical findings at one place appear once."""
    return tuple(dict.fromkeys(finding for rule in RULES for finding in rule(case)))
