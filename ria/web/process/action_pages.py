"""The actions that have a page of their own, with the words of those pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.pages.page import PageForm
from forms.pages.process.actions import (
    cover_form,
    plain_form,
    raise_form,
    recall_form,
    withdraw_form,
)
from forms.pages.process.reviews import revoke_form, start_review_form
from ria.models import Operation
from ria.queries.committees.meetings import next_meeting
from ria.queries.review.reviews import REASONS
from ria.services.kit.errors import Unmet
from ria.web.kit.forms import today
from ria.web.process.amending_pages import correction
from ria.web.request.access import SeenAssessment
from ria.web.request.session import read_session
from workflows.actions import Action
from workflows.levels import Level


@dataclass(frozen=True)
class ActionPage:
    """The page of one action: its heading, what it means, its button and its form."""

    heading: str
    meaning: str
    button: str
    done: str
    form: Callable[[SeenAssessment], type[PageForm]]


def _withdraw(seen: SeenAssessment) -> type[PageForm]:
    operating = seen.policy.operation is Operation.OPERATING
    return withdraw_form(needs_next=operating or seen.assessment.edition > 1)


def _raise(seen: SeenAssessment) -> type[PageForm]:
    present = seen.assessment.level
    if present is None:
        raise Unmet("The level is raised once the screening is approved.")
    above = {level.value: level.label for level in reversed(Level) if level > present}
    if not above:
        raise Unmet("The level is high already.")
    return raise_form(above)


def _revoke(seen: SeenAssessment) -> type[PageForm]:
    return revoke_form(next_meeting(read_session(), seen.policy.committee_id, today()))


PAGES = {
    Action.START: ActionPage(
        "Start the screening",
        "The screening form opens for the owner and the deputy.",
        "Start screening",
        "The screening has begun.",
        lambda _: plain_form(),
    ),
    Action.TAKE_BACK: ActionPage(
        "Take the form back",
        "The form opens again, and has to be handed in once more. It can be taken back only while "
        "nobody has signed it.",
        "Take it back",
        "You have the form back.",
        lambda _: plain_form(),
    ),
    Action.RAISE_LEVEL: ActionPage(
        "Raise the level",
        "The assessment goes back to its form at the new level. What was written stays; questions "
        "that were left out before are now asked, and the form has to be handed in and approved "
        "again. The owner is told.",
        "Raise the level",
        "The level is raised. The owner has been told.",
        _raise,
    ),
    Action.RECALL: ActionPage(
        "Recall the approval",
        "The assessment goes back to the approval it came from, and is decided on again in the "
        "light of the new fact. Nothing is published meanwhile, and the dates set by the approval "
        "no longer count.",
        "Recall it",
        "The approval is recalled. It awaits a decision again.",
        lambda _: recall_form(),
    ),
    Action.WITHDRAW: ActionPage(
        "Withdraw the assessment",
        "The assessment ends here, and no more reminders are sent about it. What was written stays "
        "on record and can be carried into a new assessment.",
        "Withdraw it",
        "The assessment is withdrawn.",
        _withdraw,
    ),
    Action.COVER: ActionPage(
        "Cover by another policy",
        "The assessment ends here. From now on the policy follows the dates of the other one, and "
        "the history says so. A new assessment can be opened if it turns out to need its own.",
        "Cover it",
        "The policy is now covered by the other one's assessment.",
        lambda _: cover_form(),
    ),
    Action.START_REVIEW: ActionPage(
        "Start the review",
        "The review form opens for the owner and the deputy. The assessment goes on counting until "
        "the review is decided.",
        "Start the review",
        "The review has begun. The owner has been told.",
        lambda _: start_review_form({key.value: words for key, words in REASONS.items()}),
    ),
    Action.REVOKE: ActionPage(
        "Revoke the assessment",
        "It stops counting at once, and the public register says so and why. If the policy is in "
        "use, it has to be ended or replaced.",
        "Revoke it",
        "The assessment is revoked. The owner has been told.",
        _revoke,
    ),
    Action.CORRECT: ActionPage(
        "Correct the public page",
        "Put right what holds no judgement. The page is published anew with your notice, and the "
        "earlier one can still be read.",
        "Publish the correction",
        "The correction is published.",
        correction,
    ),
    Action.AMEND_MINOR: ActionPage(
        "Agree to the minor amendment",
        "The owner says that it changes nothing for the three aims of the equality duty. If you "
        "agree, the public page shows the difference. The day of the next review stays.",
        "Agree to it",
        "The minor amendment is made. The owner has been told.",
        lambda _: plain_form(),
    ),
}
