"""The organisation's functions, their policies, and the gaps both ways."""

from __future__ import annotations

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.organisation.functions import function_form
from forms.pages.page import PageForm
from ria.models import Function, FunctionPhase
from ria.permissions import Permission, may
from ria.queries.organisation.functions import function_register, function_state
from ria.services.kit.errors import Invalid, Stale
from ria.services.organisation.functions import FunctionGiven, add_function, change_function
from ria.web.kit.forms import as_errors, posted_seen, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("functions", __name__)

_PHASES = {phase.value: phase.label for phase in FunctionPhase}


@pages.get("/functions")
@requires(Permission.POLICY_SUMMARY)
def listed() -> Response:
    """Every function, with how many policies serve it."""
    return page(
        "pages/organisation/functions/list.html",
        register=function_register(read_session()),
        may_change=may(Permission.ACCOUNTS_MANAGE, signed_in()),
    )


@pages.get("/functions/new")
@requires(Permission.ACCOUNTS_MANAGE)
def form() -> Response:
    """The empty form."""
    return _page(function_form(_PHASES)())


@pages.post("/functions/new")
@requires(Permission.ACCOUNTS_MANAGE)
def add() -> Response:
    """Add one."""
    filled = function_form(_PHASES)()
    if filled.validate():
        try:
            add_function(
                write_store(), actor_id=signed_in().id, given=_given(filled), token=posted_token()
            )
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("The function is added.", "success")
            return go_to("/functions")
    return _page(filled, 422)


@pages.get("/functions/<int:function_id>")
@requires(Permission.ACCOUNTS_MANAGE)
def one(function_id: int) -> Response:
    """The form with what is stored."""
    function = _function(function_id)
    return _page(_form(function)(), function=function, seen=function_state(function))


@pages.post("/functions/<int:function_id>")
@requires(Permission.ACCOUNTS_MANAGE)
def change(function_id: int) -> Response:
    """Rename or renumber it, or change its phase."""
    function = _function(function_id)
    filled = _form(function)()
    seen, status = posted_seen(), 422
    if filled.validate():
        try:
            change_function(
                write_store(), function_id=function_id, actor_id=signed_in().id,
                given=_given(filled), seen=seen, token=posted_token(),
            )  # fmt: skip
        except Stale as refusal:
            now = _function(function_id)
            filled.refuse("", f"{refusal.message} It is now called “{now.name}”.")
            seen, status = function_state(now), 409
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("The function is changed.", "success")
            return go_to("/functions")
    return _page(filled, status, function=_function(function_id), seen=seen)


def _function(function_id: int) -> Function:
    found = read_session().get(Function, function_id)
    if found is None:
        raise NotFound
    return found


def _form(function: Function) -> type[PageForm]:
    answers: dict[str, JsonValue] = {
        "name": function.name,
        "number": function.number,
        "phase": function.phase.value,
    }
    return function_form(_PHASES, answers)


def _given(filled: PageForm) -> FunctionGiven:
    number = filled.given.get("number")
    return FunctionGiven(
        name=str(filled.given["name"]).strip(),
        phase=FunctionPhase(str(filled.given["phase"])),
        number=int(str(number)) if number not in (None, "") else None,
    )


def _page(
    filled: PageForm,
    status: int = 200,
    function: Function | None = None,
    seen: str | None = None,
) -> Response:
    return page(
        "pages/organisation/functions/one.html",
        status,
        function=function,
        form=filled,
        seen=seen,
        errors=as_errors(filled.problems) if status != 200 else (),
    )
