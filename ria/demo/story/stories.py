"""What happens to single policies on their road: returns, conditions, disagreement, delay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from ria.demo.story import roads
from ria.demo.story import steps as people
from ria.demo.story.afterwards import AFTERWARDS, SEARCHES, reported
from ria.demo.story.hands import Hands
from ria.demo.story.life import Life, Step
from ria.demo.story.roads import Road
from ria.demo.story.steps import LATE
from ria.demo.story.timeline import working_day
from ria.models import Grade, Verdict
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.committees.meetings import set_meeting
from ria.services.signoff.verdicts import ConditionInput
from workflows.stages import Stage

MEND: Road = (
    Step(13, people.fill("assessment")),
    Step(0, people.resolve_comments),
    Step(4, people.submit(Stage.ASSESSMENT)),
)


def _returned(question: str, remark: str, reason: str, days: int = 21) -> Road:
    """The Strategy Unit comments on an answer of the assessment and returns the form."""
    return (
        Step(4, people.comment("strategy", "assessment", question, remark)),
        Step(0, people.send_back("assessment", reason, days)),
    )


FIGURES = _returned(
    "figures_show",
    "Which rate is this, and out of whom? Give the numbers behind it.",
    "The figures need their numbers, and the gap has no date yet.",
)
VOICES = _returned(
    "voices_say",
    "Who said this, and how many were they? One meeting is little for a high level.",
    "Speak with one more group before this is decided, and say what they told you.",
)
CHANGES = _returned(
    "changes",
    "The same change as before. What would lessen the harm for the group that is hit hardest?",
    "The harm named under effects is not met by any change. This is the third time.",
    14,
)


def _condition(text: str, days: int, *, before: bool, who: str = "") -> Callable[[Life], object]:
    """One condition that the committee sets, to be met this many days after its meeting."""
    return lambda life: (
        ConditionInput(text, life.hands.refs[who or life.owner], life.hands.in_days(days), before),
    )


def _two_conditions(life: Life) -> tuple[ConditionInput, ...]:
    owner = life.hands.refs[life.owner]
    return (
        ConditionInput(
            "Agree with the health trust who pays for the nurse at night.",
            owner, life.hands.in_days(30), False,
        ),
        ConditionInput(
            "Tell the committee how many calls were taken at night in the first six months.",
            owner, life.hands.in_days(210), False,
        ),
    )  # fmt: skip


def _covered_by(title: str, reason: str) -> Road:
    return (*roads.REGISTERED, Step(6, people.cover(title, reason)))


WITHDRAWN = people.withdraw(
    "It is a council's proposal and not ours. It was registered by mistake when papers of "
    "partners were listed."
)

SPECIAL: dict[str, Road] = {
    "framework": (
        Step(0, people.register),
        Step(1, people.bank),
        *roads.COMMON["screened out"][1:],
    ),
    "stop and search": (
        *roads.ASSESSED,
        *FIGURES,
        *MEND,
        *roads.agreed("assessment", lawyer=True),
        Step(7, people.open_consulting(84)),
        Step(75, people.extend_consulting(37, "Schools were on holiday, and two groups asked.")),
        Step(44, people.close_consulting),
        *roads.CONCLUDED,
        *roads.agreed("consultation", lawyer=True),
        *roads.PLANNED,
        *roads.DECIDED,
        *roads.PUBLISHED,
        *SEARCHES,
    ),
    "penalty notices": roads.HIGH["consultation closed"],
    "bail": (
        *roads.HIGH["plan handed in"],
        roads.committee(
            verdict=Verdict.DEFER,
            reason="The committee wants to see the figures by district first.",
            deferred_to=lambda life: life.hands.in_days(23),
            interval_months=None,
            interests="One member sits as a magistrate and took no part.",
        ),
    ),
    "cautions": (*roads.ASSESSED, *FIGURES, *MEND, *VOICES),
    "police complaints": (*roads.ASSESSED, *FIGURES, *MEND, *VOICES, *MEND, *CHANGES),
    "racist incidents": (
        *roads.ASSESSED,
        Step(
            5,
            people.sign(
                "adviser",
                "assessment",
                "Four in five victims see nothing come of a report. Two small changes are too "
                "few, and whether a rule weighs on some groups has to be settled before asking.",
                verdict=Verdict.DISAGREE,
            ),
        ),
    ),
    "mental health": (
        *roads.MEDIUM["plan handed in"],
        roads.committee(
            verdict=Verdict.AGREE_IF,
            reason="The committee agreed, and wants to know that the nurse at night stays.",
            conditions=_two_conditions,
            dissent="One member thought that a year of figures should come first.",
        ),
        Step(3, people.approve("monitoring_plan", LATE)),
        *roads.PUBLISHED,
        Step(15, people.meet_condition("The trust signed in writing that it pays for two years.")),
        *reported(
            1,
            192,
            "3,020 calls in six months. We took away 33 in 100 Black people and 27 in 100 of all "
            "others. Where the nurse spoke first it was 29 against 27.",
        ),
    ),
    "missing persons": (
        *roads.MEDIUM["plan handed in"],
        roads.committee(
            verdict=Verdict.AGREE_IF,
            reason="The committee agreed if the second look at ratings works before it is told.",
            conditions=_condition(
                "Try the second look at ratings for a month and report how often it changed one.",
                28,
                before=True,
            ),
        ),
        Step(3, people.approve("monitoring_plan", LATE)),
        Step(5, people.fill("publication")),
    ),
    "consultation extended": (
        *roads.MEDIUM["consultation open"],
        Step(
            24, people.extend_consulting(25, "The Chinese women's line asked for time to meet.")
        ),
    ),
    "lower level asked": (
        *roads.SCREENED,
        Step(2, people.comment(
            "strategy2", "screening", "lower_reasons",
            "The pay board sees who is proposed. Who is never proposed?",
        )),
    ),
    "screening returned": (
        *roads.SCREENED,
        Step(4, people.comment(
            "strategy2", "screening", "sources",
            "Please split the 74 cases by what became of them.",
        )),
        Step(0, people.judge("strategy2", "screening", "evidence", Grade.TO_FIX)),
        Step(0, people.judge("strategy2", "screening", "purpose", Grade.GOOD)),
        Step(0, people.send_back(
            "screening", "One source is too few. Ask the unions and split the cases.",
            who="strategy2",
        )),
    ),
    "asked to sign": (*roads.SCREENED, Step(3, people.second_signature)),
    "rejected": (
        *roads.SCREENED,
        Step(6, people.reject(
            "screening",
            "Four procedures in one paper cannot be screened together. Register each by itself.",
        )),
    ),
    "stopped": (
        *roads.MEDIUM["concluded"],
        Step(6, people.approve("consultation", "The reasons to stop are good and public.")),
    ),
    "late decision": (*roads.ASSESSED, Step(2, people.claim("strategy2"))),
    "medium handed in": (*roads.ASSESSED, Step(1, people.claim("strategy"))),
    "helped": (*roads.COMMON["assessment begun"], Step(2, people.invite("unit-head"))),
    "covered by mental health": _covered_by(
        "Mental Health",
        "It only says how the policy on mental health is carried out, and adds no decision of "
        "its own about people.",
    ),
    "covered by custody care": _covered_by(
        "Care and Welfare of Persons in Police Custody",
        "All that touches people in our cells is assessed there.",
    ),
    "covered by community resolutions": _covered_by(
        "Community Resolutions",
        "It is the guidance to that policy, which settles all that it leaves open.",
    ),
    "covered by framework": _covered_by(
        "Force Policy Framework (700/2017)",
        "It says which form to use. What is decided about people is decided in each assessment.",
    ),
    "withdrawn": (*roads.REGISTERED, Step(5, WITHDRAWN)),
}  # fmt: skip
"""The roads that only one policy, or one family of policies, takes."""


def story(name: str) -> Road:
    """The road of this name."""
    return {**roads.COMMON, **SPECIAL, **AFTERWARDS}[name]


def _goes_away(hands: Hands) -> None:
    """The second developer is away, and the first stands in."""
    given = AbsenceInput(
        away_from=hands.today,
        away_until=hands.today + timedelta(days=12),
        stand_in_ref=hands.refs["developer"],
    )
    who = "developer2"
    set_away(
        hands.store, ref=hands.refs[who], actor_id=hands.ids[who], given=given, token=hands.token()
    )


def _sets_meetings(hands: Hands) -> None:
    """The secretary sets the committees' next meetings: one for each in each of three months."""
    for number, committee_id in enumerate(hands.committees()):
        for month in range(3):
            on = working_day(hands.in_days(10 + 28 * month + number % 5))
            given = {"committee_id": committee_id, "actor_id": hands.ids["secretary"]}
            set_meeting(hands.store, **given, on=on, token=hands.token())


EVERYBODY: tuple[tuple[int, Callable[[Hands], None]], ...] = (
    (1, _goes_away),
    (2, _sets_meetings),
)
"""Events that belong to no policy: how many days ago, and what is done."""
