"""The administrator's forms: accounts, handing over a leaver's policies, absence."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared, Named, labelled, row_options
from forms.pages.page import PageForm, page_form
from forms.questions.question import Option, Question

_DECLARED = Declared.beside(__file__)
_NOBODY = Option(value="nobody", label="Nobody for now")

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
    of_units, of_committees = row_options(units), row_options(committees)
    options = {
        "unit_id": of_units,
        "roles": labelled(roles),
        "head_of": of_units,
        "chair_of": of_committees,
        "secretary_of": of_committees,
    }
    return _DECLARED.form("account", options=options, answers=answers)


def leaving_form(*, owned: Named, deputised: Named, people: Named) -> type[PageForm]:
    """Build the form that names a new holder for each policy of a leaver. `owned` and `deputised`:
    policies by id and name. The questions are `owner_<id>` and `deputy_<id>`.
    """
    anybody = row_options(people)
    owners = (_holder("owner", policy, anybody) for policy in owned)
    deputies = (_holder("deputy", policy, (_NOBODY, *anybody)) for policy in deputised)
    return page_form("leaving", *owners, *deputies)


def _holder(part: str, policy: tuple[int, str], options: tuple[Option, ...]) -> Question:
    policy_id, name = policy
    question = _DECLARED.question("leaving", part, name=name)
    return question.model_copy(update={"key": f"{part}_{policy_id}", "options": options})


def away_form(
    people: Mapping[str, str], answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """Build the form of an absence: its dates and the stand-in. `people`: reference to name."""
    return _DECLARED.form("away", answers=answers, people=people)
