"""The pages for asking for a signature and for giving one."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.answers.rating import final_level
from forms.pages.page import PageForm
from forms.pages.signoff.signing import OneOffReviewDays, asking_form, signing_form
from forms.questions.question import Option
from ria.models import SignatureKind, Verdict
from ria.queries.accounts.people import active_people, as_person
from ria.queries.assessment.returns import changed_since_return, returned_last
from ria.queries.committees.meetings import next_meeting
from ria.queries.organisation.settings import current_settings
from ria.queries.process.conflict_of_interest import in_whose_place, own_policy
from ria.queries.process.signature_capacities import needed_for, offered
from ria.queries.register.one_off import is_done_once, latest_review
from ria.services.signoff.verdicts import ConditionInput, Signing
from ria.web.answers.rows import answered_sections, names_in, rating_of
from ria.web.kit.forms import day_of, posted_seen, today
from ria.web.process.decision_page import Deciding
from ria.web.process.signature_list import awaited, signatures
from ria.web.request.session import read_session
from workflows.review_cycle import add_months
from workflows.stages import Stage

HEADINGS = {
    SignatureKind.SECOND: "Give a second signature",
    SignatureKind.ADVISER: "Sign as equality adviser",
    SignatureKind.LEGAL: "Sign as legal adviser",
    SignatureKind.COMMITTEE: "Record the committee's decision",
    SignatureKind.UNIT: "Sign for the unit",
}
ASKED_OF = {
    SignatureKind.SECOND: ("A second signature", "You choose who is asked"),
    SignatureKind.ADVISER: ("The equality adviser's", "Every equality adviser is asked"),
    SignatureKind.LEGAL: ("The legal adviser's", "Every legal adviser is asked"),
    SignatureKind.COMMITTEE: ("The committee's", "Its chair and its secretary are asked"),
    SignatureKind.UNIT: ("The unit's", "The head of the unit is asked"),
}
SETS_REVIEW = frozenset({Stage.MONITORING_PLAN_APPROVAL, Stage.REVIEW_APPROVAL})
"""The stages at which a committee also decides when the policy is next reviewed."""


def asking(shown: Deciding) -> type[PageForm]:
    """The form to ask for a signature: the capacities that make sense, with the required ones
    marked.
    """
    needed = needed_for(shown.leads)
    kinds = []
    for kind in offered(shown.case):
        label, who = ASKED_OF[kind]
        hint = f"Needed before this form can be approved. {who}" if kind in needed else who
        kinds.append(Option(value=kind.value, label=label, hint=hint))
    authors = shown.seen.subject.contributors | shown.seen.subject.answer_for_it
    trained = {
        user.ref: user.name
        for user in active_people(read_session())
        if user.id not in authors and as_person(user).is_trained(today())
    }
    return asking_form(kinds, trained)


def asking_context(shown: Deciding) -> dict[str, Any]:
    """The signatures given and awaited."""
    return {
        "shown": shown,
        "policy": shown.case.policy,
        "labels": {kind: label for kind, (label, _) in ASKED_OF.items()},
        "needed": needed_for(shown.leads),
        **signatures(shown.seen, shown.case, awaited(shown.case)),
    }


def signing(shown: Deciding, capacity: SignatureKind) -> type[PageForm]:
    """The form to sign in this capacity."""
    people = {user.ref: user.name for user in active_people(read_session())}
    meets = None
    if capacity is SignatureKind.COMMITTEE:
        meets = next_meeting(read_session(), shown.case.policy.committee_id, today())
    return signing_form(capacity.value, people, reviewed=_reviewed(shown), meets=meets)


def _reviewed(shown: Deciding) -> int | OneOffReviewDays | None:
    """The usual number of months between reviews, or the possible review days of something done
    once; None if this form does not decide it.
    """
    edition = shown.case.assessment
    if edition.stage not in SETS_REVIEW or edition.level is None:
        return None
    usual = current_settings(read_session()).review_months[edition.level]
    if not is_done_once(shown.case.policy):
        return usual
    latest = latest_review(edition, today())
    return OneOffReviewDays(min(add_months(today(), usual), latest), latest)


def signing_context(shown: Deciding, capacity: SignatureKind) -> dict[str, Any]:
    """The answers to read before signing, and what keeps this person from it."""
    content, person = shown.content, shown.seen.person
    subject = shown.seen.subject
    known = names_in(content, shown.case.policy.id)
    authors = subject.contributors | {subject.submitted_by or 0}
    return {
        "shown": shown,
        "policy": shown.case.policy,
        "capacity": capacity,
        "heading": HEADINGS[capacity],
        "is_author": person.id in authors,
        "absent": in_whose_place(read_session(), person, authors),
        "own": own_policy(read_session(), person, subject),
        "returned": returned_last(shown.case),
        "changed": changed_since_return(read_session(), shown.case, known),
        "sections": answered_sections(content, known),
        "rating": rating_of(content),
        "final": final_level(content.questions, content.answers),
        **signatures(shown.seen, shown.case, awaited(shown.case)),
    }


def as_signing(form: PageForm) -> Signing:
    """The input as the command takes it."""
    typed: dict[str, Any] = form.given
    months = typed.get("interval_months")
    return Signing(
        verdict=Verdict(str(typed["verdict"])),
        reason=str(typed["reason"]),
        seen=posted_seen(),
        decided_on=day_of(typed.get("decided_on")),
        minute_reference=str(typed.get("minute_reference", "")),
        conditions=tuple(_condition(row) for row in typed.get("conditions", ())),
        deferred_to=day_of(typed.get("deferred_to")),
        dissent=str(typed.get("dissent", "")),
        interests=str(typed.get("interests", "")),
        interval_months=months if isinstance(months, int) else None,
        review_on=day_of(typed.get("review_on")),
        ratify_by=day_of(typed.get("ratify_by")),
    )


def _condition(row: dict[str, Any]) -> ConditionInput:
    return ConditionInput(
        text=str(row["text"]),
        owner_ref=str(row["owner"]),
        due_on=date.fromisoformat(str(row["due"])),
        before_publication=row["before"] == "yes",
    )
