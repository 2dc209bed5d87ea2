"""What happens to policies while their assessment is in force: reports, reviews, the next
edition.
"""

from __future__ import annotations

from ria.demo.story import roads
from ria.demo.story import steps as people
from ria.demo.story.life import Step
from ria.demo.story.roads import Road
from ria.models import ReportKind
from workflows.facts.outcomes import ReviewReason
from workflows.stages import Stage


def reported(number: int, wait: int, finding: str, explanation: str = "", action: str = "") -> Road:
    """The owner files a report, and the Strategy Unit publishes it."""
    file = people.file_report(
        number, ReportKind.FULL, finding=finding, explanation=explanation, action=action
    )
    return (
        Step(wait, file),
        Step(6, people.publish_report),
    )


REVIEWED: Road = (
    Step(12, people.fill("review")),
    Step(3, people.submit(Stage.REVIEW)),
)

SEARCHES = reported(
    1,
    116,
    "2,640 searches in three months, 7 in 100 fewer than a year before. Black people were searched "
    "4.0 times as often as White people, before it was 4.1. Nine in ten receipts gave the reason. "
    "For Roma people there are 11 searches, too few for a rate.",
    "The gap is a little smaller in three districts and a little wider in one, where a knife crime "
    "order was in force for a month.",
    "The district is looked at search by search, and the panel sees the films of that month.",
)
PROMOTED: Road = (
    *reported(1, 116, "One board. Of 41 minority ethnic applicants 10 were promoted, of 118 White "
              "applicants 31. That is 24 against 26 in 100."),
    *reported(2, 86, "No board in this time. 62 constables were put forward, 17 of them from "
              "minority ethnic groups, which is near their share."),
    *reported(3, 86, "One board. Of 38 minority ethnic applicants 9 were promoted, of 109 White "
              "applicants 28. Of 12 officers who had a baby 3 were promoted."),
)  # fmt: skip

AFTERWARDS: dict[str, Road] = {
    "promotion": (
        *roads.HIGH["current"],
        *PROMOTED,
        Step(40, people.fill("review", sections=3)),
    ),
    "reviewed": (
        *roads.MEDIUM["current"],
        Step(
            180,
            people.start_review(
                "strategy",
                ReviewReason.COMPLAINT,
                "Three families complained that they were filmed at a funeral.",
            ),
        ),
        *REVIEWED,
    ),
    "holding report": (
        *roads.MEDIUM["current"],
        Step(
            206,
            people.file_report(
                1,
                ReportKind.HOLDING,
                reason="The new records system lost the ethnic group of all cases in one month.",
                expected_in=35,
            ),
        ),
    ),
    "superseded": (
        *roads.COMMON["low current"],
        Step(
            120,
            people.start_review(
                "strategy",
                ReviewReason.LAW,
                "New guidance says who may answer such a line and what must be told afterwards.",
            ),
        ),
        *REVIEWED,
        Step(5, people.approve("review")),
        Step(3, people.next_edition),
        *roads.COMMON["low current"][1:],
    ),
    "revoked": (
        *roads.COMMON["low current"],
        Step(
            70,
            people.revoke(
                "A scheme for the whole country takes its place from this month.",
                "Human Resources Committee, minutes of its last meeting, item 6",
            ),
        ),
    ),
    "closed": (
        *roads.COMMON["low current"],
        Step(
            150,
            people.start_review(
                "strategy", ReviewReason.REQUEST, "The project has handed in its last report."
            ),
        ),
        *REVIEWED,
        Step(5, people.approve("review")),
    ),
}
"""The roads that continue after publication, by the names used in `policies.csv`."""
