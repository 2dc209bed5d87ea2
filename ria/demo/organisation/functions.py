"""The functions of a police service: the national priority list, and the first nine subjects."""

from __future__ import annotations

from ria.models import FunctionPhase

PRIORITY = (
    "Victim & Witness Support",
    "Community Engagement",
    "Operational Policing",
    "Custody & Disposal",
    "Crime Recording",
    "Crime Investigation",
    "Resource Allocation",
    "Partnership Working",
    "Professional Standards",
    "Human Resources",
    "Business Services",
)
"""The eleven priority functions named by the associations of chief officers and of police
authorities.
"""

ADDED = ("Estates and Property",)
"""A function that one police service added to them."""

FIRST_PHASE = (
    "Arrests",
    "Summons",
    "Fixed penalty notices",
    "Bail and detention",
    "Cautions and other disposals",
    "Deaths in custody",
    "Police complaints",
    "Racist incident reports and outcomes",
    "Stop and search",
)
"""The subjects reviewed in the first year of the scheme."""

FUNCTIONS: tuple[tuple[str, FunctionPhase], ...] = (
    *((name, FunctionPhase.PRIORITY) for name in PRIORITY),
    *((name, FunctionPhase.OTHER) for name in ADDED),
    *((name, FunctionPhase.FIRST) for name in FIRST_PHASE),
)
"""Each function with its phase, in the order of their numbers."""
