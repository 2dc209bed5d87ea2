"""The common roads of a policy in the demonstration, from registration to the register."""

from __future__ import annotations

from ria.demo.story import steps as people
from ria.demo.story.life import Life, Step
from ria.demo.story.steps import LATE
from workflows.stages import Stage

Road = tuple[Step, ...]

READ = "I read the form and what it rests on, and I agree with its conclusion."
LAWFUL = "What it does has a basis in law, and the reasons given are enough to go on."

REGISTERED: Road = (Step(0, people.register),)
SCREENING: Road = (*REGISTERED, Step(5, people.start))
SCREENED: Road = (
    *SCREENING,
    Step(9, people.fill("screening")),
    Step(3, people.submit(Stage.SCREENING)),
)
SECOND_SIGNED: Road = (
    Step(3, people.second_signature),
    Step(4, people.sign_second),
    Step(2, people.approve("screening")),
)
ASSESSING: Road = (*SCREENED, Step(6, people.approve("screening")))
ASSESSED: Road = (
    *ASSESSING,
    Step(20, people.fill("assessment")),
    Step(9, people.submit(Stage.ASSESSMENT)),
)
CONCLUDED: Road = (
    Step(12, people.fill("consultation")),
    Step(4, people.submit(Stage.CONSULTATION)),
)
PLANNED: Road = (
    Step(8, people.fill("monitoring_plan")),
    Step(3, people.submit(Stage.MONITORING_PLAN)),
)
PUBLISHED: Road = (
    Step(6, people.fill("publication")),
    Step(2, people.check_disclosure),
    Step(2, people.publish),
)


def agreed(form: str, *, lawyer: bool) -> Road:
    """The equality adviser signs, and the legal adviser where needed; then it is approved."""
    adviser = Step(5, people.sign("adviser", form, READ))
    signed = (adviser, Step(2, people.sign("legal", form, LAWFUL))) if lawyer else (adviser,)
    return (*signed, Step(3, people.approve(form)))


def asked(days: int) -> Road:
    """The consultation is opened for this many days, and closed afterwards."""
    return (Step(7, people.open_consulting(days)), Step(days + 6, people.close_consulting))


def committee(wait: int = 9, **given: object) -> Step:
    """The committee meets, and its secretary records its decision."""
    return Step(wait, lambda life: _record(life, given))


def _record(life: Life, given: dict[str, object]) -> None:
    meeting = life.hands.today
    usual: dict[str, object] = {
        "reason": "The committee read the assessment and the plan, and agreed to both.",
        "minute_reference": f"Minutes of {meeting:%B %Y}, item {3 + meeting.day % 6}",
        "decided_on": meeting,
        "interval_months": 12 if life.profile().level == "high" else 24,
        "interests": "None declared.",
    }
    settled = {k: v(life) if callable(v) else v for k, v in {**usual, **given}.items()}
    people.sign("secretary", "monitoring_plan", str(settled.pop("reason")), **settled)(life)


DECIDED: Road = (committee(), Step(3, people.approve("monitoring_plan", LATE)))


def _full(days: int, *, lawyer: bool) -> dict[str, Road]:
    """The full road, with a consultation of this many days."""
    opened, closed = asked(days)
    consulting = (*ASSESSED, *agreed("assessment", lawyer=True))
    concluded = (*consulting, opened, closed, *CONCLUDED)
    planning = (*concluded, *agreed("consultation", lawyer=lawyer))
    return {
        "consultation planned": consulting,
        "consultation open": (*consulting, opened),
        "consultation closed": (*consulting, opened, closed),
        "concluded": concluded,
        "monitoring plan": planning,
        "plan handed in": (*planning, *PLANNED),
        "approved": (*planning, *PLANNED, *DECIDED),
        "current": (*planning, *PLANNED, *DECIDED, *PUBLISHED),
    }


HIGH = _full(84, lawyer=True)
MEDIUM = _full(28, lawyer=False)
LOW_APPROVED: Road = (*ASSESSED, *agreed("assessment", lawyer=False))

COMMON: dict[str, Road] = {
    "registered": REGISTERED,
    "screening begun": (*SCREENING, Step(6, people.fill("screening", sections=4))),
    "screening handed in": SCREENED,
    "screened out": (*SCREENED, *SECOND_SIGNED),
    "assessment empty": ASSESSING,
    "assessment begun": (*ASSESSING, Step(15, people.begin_assessment)),
    "assessment handed in": ASSESSED,
    "low approved": LOW_APPROVED,
    "low current": (*LOW_APPROVED, *PUBLISHED),
    **{f"high {name}": road for name, road in HIGH.items()},
    **{f"medium {name}": road for name, road in MEDIUM.items()},
}
"""The roads by the names used in `policies.csv`. See `stories` for those of a single policy."""
