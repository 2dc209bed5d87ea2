"""The forms for inviting contributors and for handing over policies."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def handover_form(people: Mapping[str, str], owner: str, deputy: str) -> type[PageForm]:
    """Build the form that names a policy's new owner and deputy; the present ones are preselected.
    `people`: reference to name.
    """
    answers = {"owner": owner, **({"deputy": deputy} if deputy else {})}
    return _DECLARED.form("handover", answers=answers, people=people)


def everything_form(holders: Mapping[str, str], takers: Mapping[str, str]) -> type[PageForm]:
    """Build the form that hands over all policies of one person to another, both by reference."""
    leavers = labelled({ref.lower(): name for ref, name in holders.items()})
    return _DECLARED.form("everything", options={"leaver": leavers}, people=takers)


def invite_form(people: Mapping[str, str]) -> type[PageForm]:
    """Build the form for inviting a contributor. `people`: those who can be invited, by
    reference.
    """
    return _DECLARED.form("invite", people=people)
