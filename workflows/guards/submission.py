"""Guards of submitting a form."""

from workflows.facts.facts import Facts
from workflows.guards.guard import Guard

changed_since_return = Guard(
    "changed_since_return",
    "Nothing has changed since it was returned",
    lambda f: f.given.reason_given or not f.road.unchanged_since_return,
    "Change what was asked for, or say why nothing was changed.",
)


def _how_many(f: Facts) -> str:
    count = f.open_findings or "Some"
    what = "One thing was" if count == 1 else f"{count} things were"
    return f"{what} found in the answers and not dealt with"


quality_findings = Guard(
    "quality_findings",
    "Something was found in the answers and not dealt with",
    lambda f: f.open_findings == 0,
    "Mend each answer, or say why it is right as it is.",
    counted=_how_many,
)
