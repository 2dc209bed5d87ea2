"""Handing over: one policy, or everything that somebody holds."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash

from forms.pages.assessment.contributors import everything_form, handover_form
from forms.pages.page import PageForm
from ria.models import User
from ria.permissions.map import Permission
from ria.queries.accounts.handover import as_seen, holders, takers, units_headed
from ria.queries.process.decision import was_sent
from ria.services.accounts.handover import HandoverInput, hand_over, hand_over_all
from ria.services.kit.errors import Invalid, Stale
from ria.web.kit.forms import as_errors, posted_seen, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("handover", __name__)

ONE = "/policies/<reference>/handover"
Errors = list[dict[str, str]]


@pages.get(ONE)
@requires(Permission.POLICY_HANDOVER)
def ask(reference: str) -> Response:
    """The form with the policy's present owner and deputy."""
    seen = the_policy(reference, Permission.POLICY_HANDOVER)
    return _one(seen, _form(seen)(formdata=None))


@pages.post(ONE)
@requires(Permission.POLICY_HANDOVER)
def give(reference: str) -> Response:
    """Hand the policy over. A refusal is shown at its field; so is a change made meanwhile."""
    if was_sent(
        read_session(), signed_in().id, posted_token()
    ):  # it may no longer be theirs to hand over
        return go_to(f"/policies/{quote(reference, safe='')}")
    seen = the_policy(reference, Permission.POLICY_HANDOVER)
    form = _form(seen)()
    if not form.validate():
        return _one(seen, form, 422, as_errors(form.problems))
    given = HandoverInput(
        owner_ref=str(form.given["owner"]),
        deputy_ref=str(form.given.get("deputy", "")),
        seen=posted_seen(),
    )
    try:
        hand_over(
            write_store(),
            reference=reference,
            actor_id=signed_in().id,
            given=given,
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _one(seen, form, 422, as_errors(form.problems))
    except Stale as refusal:
        return _one(seen, form, 409, [{"text": refusal.message}])
    flash("It is handed over. Those concerned have been told.", "success")
    return go_to(f"/policies/{quote(reference, safe='')}")


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


def _one(
    seen: SeenPolicy, form: PageForm, status: int = 200, errors: Errors | None = None
) -> Response:
    return page(
        "pages/accounts/handover/one.html",
        status,
        policy=seen.policy,
        seen=as_seen(seen.policy),
        form=form,
        errors=errors or (),
    )


@pages.get("/handover")
@requires(Permission.HANDOVER)
def ask_all() -> Response:
    """The form to hand over everything: from whom, and to whom."""
    return _all(_all_form()(formdata=None))


@pages.post("/handover")
@requires(Permission.HANDOVER)
def give_all() -> Response:
    """Hand everything over. A refusal is shown at its field."""
    form = _all_form()()
    if not form.validate():
        return _all(form, 422)
    try:
        count = hand_over_all(
            write_store(),
            from_ref=str(form.given["leaver"]).upper(),
            to_ref=str(form.given["taker"]),
            actor_id=signed_in().id,
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _all(form, 422)
    flash(f"{count} {'policy is' if count == 1 else 'policies are'} handed over.", "success")
    return go_to("/handover")


def _all_form() -> type[PageForm]:
    units = units_headed(signed_in())
    return everything_form(holders(read_session(), units), takers(read_session(), units))


def _all(form: PageForm, status: int = 200) -> Response:
    return page(
        "pages/accounts/handover/all.html",
        status,
        form=form,
        possible=bool(form.set.question("leaver").options),
        errors=as_errors(form.problems) if status != 200 else (),
    )
