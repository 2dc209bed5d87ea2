"""The administrator's forms: accounts, handing over a leaver's policies, units and committees,
absence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from forms.pages.page import PageForm, if_chosen, page_form, row_option
from forms.questions.question import Kind, Option, Question

Named = Sequence[tuple[int, str]]
"""Rows that can be chosen: id and name."""

DATE_HINT = "For example, 27 3 2027"
NOBODY = Option(value="nobody", label="Nobody for now")

ACCOUNT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "The person": ("name", "email", "unit_id", "trained_until"),
    "What they may do": ("roles",),
}


def account_form(
    *,
    roles: Mapping[str, str],
    units: Named,
    committees: Named,
    answers: Mapping[str, JsonValue] | None = None,
) -> type[PageForm]:
    """Build the form of an account. `roles`: value to label. A head's role has units; a chair's,
    committees.
    """
    return page_form("account", *_person(units), *_roles(roles, units, committees), answers=answers)


def _person(units: Named) -> tuple[Question, ...]:
    return (
        Question(
            key="name",
            kind=Kind.TEXT,
            lines=1,
            max_length=200,
            label="What is the person called?",
            help="The name by which colleagues know them. It is shown beside what they write, and "
            "kept out of the public register.",
            example="The name on their staff card.",
            missing="Enter the name",
        ),
        Question(
            key="email",
            kind=Kind.TEXT,
            lines=1,
            max_length=254,
            label="What is their email address?",
            hint="They sign in with it, and get their mails there.",
            help="An address that only this person reads. A shared mailbox would make it unclear "
            "who decided.",
            example="name@example.org",
            missing="Enter the email address",
        ),
        Question(
            key="unit_id",
            kind=Kind.ONE,
            required=False,
            label="Which unit are they in? (optional)",
            help="It is suggested when they register a policy.",
            example="Custody Services",
            options=tuple(row_option(*unit) for unit in units),
        ),
        Question(
            key="trained_until",
            kind=Kind.DATE,
            required=False,
            label="Until when does their equality training count? (optional)",
            hint=DATE_HINT,
            help="Only people with current training give a second signature. Leave it empty for "
            "somebody without training.",
            example="31 12 2027, for training of two years taken at the end of 2025.",
        ),
    )


def _roles(roles: Mapping[str, str], units: Named, committees: Named) -> tuple[Question, ...]:
    return (
        Question(
            key="roles",
            kind=Kind.MANY,
            required=False,
            label="Which roles do they have?",
            hint="Tick none for somebody who only reads the register of policies.",
            help="A person can have several. Nobody decides on what they contributed to, whatever "
            "their roles.",
            example="Policy developer, for somebody who writes policies.",
            options=tuple(Option(value=value, label=label) for value, label in roles.items()),
        ),
        _scope(
            "head_of",
            "Which units do they head?",
            "They see the drafts of these units.",
            "Custody Services",
            "Choose at least one unit",
            "unit_head",
            units,
        ),
        _scope(
            "chair_of",
            "Which committees do they chair?",
            "They record what these committees decide.",
            "Operations",
            "Choose at least one committee",
            "chair",
            committees,
        ),
        _scope(
            "secretary_of",
            "Which committees are they secretary of?",
            "They record what these committees decide.",
            "Operations",
            "Choose at least one committee",
            "secretary",
            committees,
        ),
    )


def _scope(
    key: str, label: str, help_text: str, example: str, missing: str, role: str, rows: Named
) -> Question:
    return Question(
        key=key,
        kind=Kind.MANY,
        label=label,
        help=help_text,
        example=example,
        missing=missing,
        options=tuple(row_option(*row) for row in rows),
        show_if=if_chosen("roles", role),
    )


def leaving_form(*, owned: Named, deputised: Named, people: Named) -> type[PageForm]:
    """Build the form that names a new holder for each policy of a leaver. `owned` and `deputised`:
    policies by id and name. The questions are `owner_<id>` and `deputy_<id>`.
    """
    anybody = tuple(row_option(*person) for person in people)
    return page_form(
        "leaving",
        *(
            Question(
                key=f"owner_{policy_id}",
                kind=Kind.ONE,
                label=f"Who is to own {name}?",
                help="The new owner gets a mail, and fills in what is open.",
                example="The deputy, who knows it already.",
                missing=f"Choose who is to own {name}",
                options=anybody,
            )
            for policy_id, name in owned
        ),
        *(
            Question(
                key=f"deputy_{policy_id}",
                kind=Kind.ONE,
                label=f"Who is to deputise for {name}?",
                help="A deputy can do everything the owner can.",
                example="A colleague in the same unit.",
                missing=f"Choose who is to deputise for {name}, or nobody",
                options=(NOBODY, *anybody),
            )
            for policy_id, name in deputised
        ),
    )


def place_form(
    *, committee: bool, answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """A unit, or a committee with its remit."""
    name = Question(
        key="name",
        kind=Kind.TEXT,
        lines=1,
        max_length=200,
        label="What is it called?",
        help="Its name as people here use it. Renaming it changes the name everywhere but in what "
        "was published before.",
        example="Recruitment and Promotion Committee" if committee else "Custody Services",
        missing="Enter its name",
    )
    remit = Question(
        key="remit",
        kind=Kind.TEXT,
        lines=3,
        max_length=1_000,
        required=False,
        label="What does it decide on? (optional)",
        help="Whoever registers a policy chooses the committee by this.",
        example="Recruitment, selection, promotion and retention.",
    )
    return page_form("place", name, *((remit,) if committee else ()), answers=answers)


def away_form(
    people: Mapping[str, str], answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """Build the form of an absence: its dates and the stand-in. `people`: reference to name."""
    return page_form(
        "away",
        Question(
            key="away_from",
            kind=Kind.DATE,
            label="First day away",
            hint=DATE_HINT,
            help="From this day on mails and work go to whoever stands in.",
            example="27 3 2027",
            missing="Enter the first day away",
        ),
        Question(
            key="away_until",
            kind=Kind.DATE,
            label="Last day away",
            hint=DATE_HINT,
            help="On the day after it everything comes back by itself. Give a day even if you are "
            "not sure: it can be changed.",
            example="10 4 2027",
            missing="Enter the last day away",
        ),
        Question(
            key="stand_in",
            kind=Kind.PERSON,
            label="Who stands in?",
            help="Somebody who can do what falls due in this time. Nobody may decide on what they "
            "wrote themselves, as a stand-in neither.",
            example="A colleague in the same unit.",
            missing="Choose who stands in",
        ),
        answers=answers,
        people=people,
    )
