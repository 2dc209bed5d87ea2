"""Guards of the monitoring plan."""

from workflows.facts.facts import Facts
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.review_cycle import MAX_REPORT_MONTHS_HIGH

monitoring_plan_complete = Guard(
    "monitoring_plan_complete",
    "The monitoring plan is not complete",
    lambda f: f.monitoring_plan.complete,
)


def _quarterly(f: Facts) -> bool:
    return f.monitoring_plan.report_every_months is not None and (
        1 <= f.monitoring_plan.report_every_months <= MAX_REPORT_MONTHS_HIGH
    )


reports_quarterly = Guard(
    "reports_quarterly",
    "Monitoring reports of a high-relevance policy must be at most 3 months apart",
    lambda f: f.final_level not in {None, Level.HIGH} or _quarterly(f),
)
