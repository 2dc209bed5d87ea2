"""The input for a signature, and what a signature must say in each capacity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms.answers.display import day_in_words
from ria.history import UnitOfWork
from ria.models import SignatureKind, Verdict
from ria.permissions.map import Permission
from ria.permissions.person import Person
from ria.queries.organisation.settings import current_settings
from ria.queries.process.signature_capacities import can_be_signed
from ria.queries.register.one_off import is_done_once, latest_review
from ria.services.kit.errors import Invalid, Unmet
from ria.services.kit.loading import Loaded
from workflows.errors import IntervalError
from workflows.review_cycle import checked_interval
from workflows.roles import Role
from workflows.stages import APPROVAL

PERMISSIONS = {
    SignatureKind.SECOND: Permission.SIGN_SECOND,
    SignatureKind.ADVISER: Permission.SIGN_ADVISER,
    SignatureKind.LEGAL: Permission.SIGN_LEGAL,
    SignatureKind.COMMITTEE: Permission.SIGN_COMMITTEE,
    SignatureKind.UNIT: Permission.SIGN_UNIT,
}
"""The permission needed for each kind of signature."""

SHORTEST_REASON = 10
SHORTEST_CONDITION = 5
PLAIN_VERDICTS = frozenset({Verdict.AGREE, Verdict.DISAGREE})


@dataclass(frozen=True)
class ConditionInput:
    """One condition of "agree if": what, by whom (an account's reference), and by when."""

    text: str
    owner_ref: str
    due_on: date
    before_publication: bool


@dataclass(frozen=True)
class Signing:
    """The input for a signature. `seen` is the hash of the content that was read.

    The last fields are for the committee: an interval in months, or the day of the review of
    something done once; and for the chair's urgent action the day by which the committee is to
    ratify it.
    """

    verdict: Verdict
    reason: str
    seen: str
    decided_on: date | None = None
    minute_reference: str = ""
    conditions: tuple[ConditionInput, ...] = ()
    deferred_to: date | None = None
    dissent: str = ""
    interests: str = ""
    interval_months: int | None = None
    review_on: date | None = None
    ratify_by: date | None = None


def awaits_approval(case: Loaded, kind: SignatureKind) -> None:
    """Raise `Unmet` unless the form awaits a decision and is signed in this capacity."""
    stage = case.assessment.stage
    if stage not in APPROVAL:
        raise Unmet("Signatures are given while a form awaits approval.")
    if not can_be_signed(stage, kind):
        raise Unmet("This form is not signed in that capacity.")


def lacks_the_office(unit: UnitOfWork, person: Person) -> bool:
    """Whether the organisation requires an adviser's second signature and this person is not an
    adviser.
    """
    house = current_settings(unit.session)
    return house.second_signature_by == "adviser" and not person.has(Role.ADVISER)


def check_signing(unit: UnitOfWork, case: Loaded, kind: SignatureKind, given: Signing) -> None:
    """Raise `Invalid` at the first field that does not meet the requirements of this capacity."""
    if len(given.reason.strip()) < SHORTEST_REASON:
        raise Invalid("reason", "Say in a sentence why you agree or do not agree.")
    if kind in {SignatureKind.SECOND, SignatureKind.UNIT} and given.verdict not in PLAIN_VERDICTS:
        raise Invalid("verdict", "Say whether you agree or do not agree.")
    _check_verdict(unit, given)
    if kind is SignatureKind.COMMITTEE:
        _check_committee(unit, given)
        _check_review(unit, case, given)


def _check_verdict(unit: UnitOfWork, given: Signing) -> None:
    if given.verdict is Verdict.AGREE_IF and not given.conditions:
        raise Invalid("conditions", "Write down at least one condition.")
    to_come = given.deferred_to is not None and given.deferred_to > unit.today
    if given.verdict is Verdict.DEFER and not to_come:
        raise Invalid("deferred_to", "Give the day in the future to which it is put off.")
    for condition in given.conditions:
        if len(condition.text.strip()) < SHORTEST_CONDITION:
            raise Invalid("conditions", "Say what has to be done for each condition.")
        if condition.due_on < unit.today:
            raise Invalid("conditions", "Give each condition a day that is not past.")


def _check_committee(unit: UnitOfWork, given: Signing) -> None:
    if given.decided_on is None:
        raise Invalid("decided_on", "Give the day on which the committee decided.")
    if given.decided_on > unit.today:
        raise Invalid("decided_on", "The committee's decision cannot lie in the future.")
    if given.ratify_by is not None and given.ratify_by <= unit.today:
        raise Invalid("ratify_by", "Give the day of the meeting that is to ratify this.")
    if given.ratify_by is None and not given.minute_reference.strip():
        raise Invalid("minute_reference", "Give the minute's number or title.")


def _check_review(unit: UnitOfWork, case: Loaded, given: Signing) -> None:
    """Something done once needs a day for its review; anything else needs an interval."""
    if given.interval_months is not None:
        try:
            checked_interval(given.interval_months)
        except IntervalError as error:
            raise Invalid("interval_months", f"{error}.") from None
        if is_done_once(case.policy):
            raise Invalid("interval_months", "Give a day for its review: it is done once.")
    if given.review_on is None:
        return
    if not is_done_once(case.policy):
        raise Invalid("review_on", "Give the months between reviews: it is not done once.")
    latest = latest_review(case.assessment, unit.today)
    if not unit.today < given.review_on <= latest:
        last = day_in_words(latest)
        raise Invalid("review_on", f"Give a day from tomorrow on, and no later than {last}.")
    starts = case.policy.planned_start_on
    if starts is not None and given.review_on <= starts:
        begins = day_in_words(starts)
        raise Invalid("review_on", f"It is to begin on {begins}. Give a day after that.")
