"""Handing over: one policy, or everything that somebody holds."""

from __future__ import annotations

from flask import Blueprint, Response

from forms.pages.assessment.contributors import everything_form, handover_form
from forms.pages.page import PageForm
from ria.links import PATHS
from ria.models import User
from ria.permissions.map import Permission
from ria.queries.accounts.handover import as_seen, holders, takers, units_headed
from ria.services.accounts.handover import HandoverInput, hand_over, hand_over_all
from ria.services.kit.errors import Invalid, Stale
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import posted_seen, sender, sent_before
from ria.web.kit.pages import go_to
from ria.web.request.access import SeenPolicy, signed_in, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("handover", __name__)


@form_page(pages, "/policies/<reference>/handover", Permission.POLICY_HANDOVER)
def give(reference: str) -> FormPage | Response:
    """Hand a policy over from its present owner and deputy."""
    if sent_before():  # it may no longer be theirs to hand over
        return go_to(PATHS.policy(reference))
    seen = the_policy(reference)
    form = _form(seen)()

    def command() -> Done:
        owner, deputy = str(form.given["owner"]), str(form.given.get("deputy", ""))
        given = HandoverInput(owner_ref=owner, deputy_ref=deputy, seen=posted_seen())
        hand_over(write_store(), reference=reference, given=given, **sender())
        notice = "It is handed over. Those concerned have been told."
        return Done(PATHS.policy(reference), notice)

    return FormPage(
        "pages/accounts/handover/one.html",
        form,
        command,
        lambda: {"policy": seen.policy, "seen": {"seen": as_seen(seen.policy)}},
        shows=(Invalid, Stale),
    )


def _form(seen: SeenPolicy) -> type[PageForm]:
    """The form with everybody who could take the policy; for a head of unit, the people of the unit
    and the present holders.
    """
    session, policy = read_session(), seen.policy
    beyond = seen.may(Permission.POLICY_HANDOVER_BEYOND)
    people = takers(session, None if beyond else {policy.unit_id})
    now = [session.get(User, found) for found in (policy.owner_id, policy.deputy_id) if found]
    people |= {user.ref: user.name for user in now if user is not None and user.active}
    owner, *deputy = [user.ref if user is not None else "" for user in now]
    return handover_form(people, owner, deputy[0] if deputy else "")


@form_page(pages, "/handover", Permission.HANDOVER)
def give_all() -> FormPage:
    """Hand over everything that somebody holds: from whom, and to whom."""
    units = units_headed(signed_in())
    form = everything_form(holders(read_session(), units), takers(read_session(), units))()

    def command() -> Done:
        leaver, taker = str(form.given["leaver"]).upper(), str(form.given["taker"])
        count = hand_over_all(write_store(), from_ref=leaver, to_ref=taker, **sender())
        policies = "policy is" if count == 1 else "policies are"
        return Done("/handover", f"{count} {policies} handed over.")

    return FormPage(
        "pages/accounts/handover/all.html",
        form,
        command,
        lambda: {"possible": bool(form.set.question("leaver").options)},
    )
