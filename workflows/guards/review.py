"""Guards of the monitoring plan, the committee's decision, publication, review and revocation."""

from workflows.facts import Facts
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.review_cycle import MAX_REPORT_MONTHS_HIGH

MAX_SUMMARY_WORDS = 150

# --- Monitoring plan ---------------------------------------------------------------------

monitoring_plan_complete = Guard(
    "monitoring_plan_complete",
    "The monitoring plan is not complete",
    lambda f: "monitoring_plan" in f.forms_complete,
)


def _quarterly(f: Facts) -> bool:
    return f.report_every_months is not None and (
        1 <= f.report_every_months <= MAX_REPORT_MONTHS_HIGH
    )


reports_quarterly = Guard(
    "reports_quarterly",
    "Monitoring reports of a high-relevance policy must be at most 3 months apart",
    lambda f: f.final_level not in {None, Level.HIGH} or _quarterly(f),
)


# --- The committee's decision ------------------------------------------------------------

committee_agreed = Guard(
    "committee_agreed",
    "The committee has not agreed",
    lambda f: (
        f.committee_agreed
        or (f.final_level is not None and f.final_level not in f.committee_levels)
    ),
    "The chair or the secretary records the committee's decision after its meeting.",
)
signatures_current = Guard(
    "signatures_current",
    "The content has changed since it was signed",
    lambda f: f.signatures_current,
    "Ask those who signed before to sign again.",
)
in_time = Guard(
    "in_time",
    "The decision comes after the planned start, and why is not explained",
    lambda f: f.decided_before_start or f.lateness_explained,
    "Explain the lateness, or correct the planned start if it has moved.",
)

# --- Publication -------------------------------------------------------------------------

publication_complete = Guard(
    "publication_complete",
    "The publication form is not complete",
    lambda f: "publication" in f.forms_complete,
    "It needs a plain summary, the intent, date and level of the assessment, a contact, "
    "and how to challenge it.",
)
summary_short = Guard(
    "summary_short",
    f"The plain summary must have between 1 and {MAX_SUMMARY_WORDS} words",
    lambda f: 1 <= f.summary_words <= MAX_SUMMARY_WORDS,
)
conditions_met = Guard(
    "conditions_met",
    "A condition that the committee set for before publication is not met",
    lambda f: f.conditions_met,
    "Its owner marks it as met.",
)
disclosure_checked = Guard(
    "disclosure_checked",
    "The disclosure check is not signed",
    lambda f: f.disclosure_checked,
    "Somebody in the Strategy Unit who wrote none of it reads the preview and signs that nobody "
    "can be recognised. A later change voids it.",
)
no_judgement_changed = Guard(
    "no_judgement_changed",
    "A correction may not change a judgement",
    lambda f: f.no_judgement_changed,
    "Start a review instead.",
)
correction_notice = Guard(
    "correction_notice",
    "The public correction notice is missing",
    lambda f: f.correction_notice_given,
)
amendment_proposed = Guard(
    "amendment_proposed",
    "The owner has not proposed this amendment",
    lambda f: f.amendment_proposed,
)
limbs_unchanged = Guard(
    "limbs_unchanged",
    'The three questions about the equality duty are not all answered "no change"',
    lambda f: f.limbs_unchanged,
    "If something changes, start a review instead.",
)
difference_attached = Guard(
    "difference_attached",
    "The difference between the old and the new text is not attached",
    lambda f: f.difference_attached,
)

# --- Review ------------------------------------------------------------------------------

no_successor = Guard(
    "no_successor",
    "A new edition is already being prepared",
    lambda f: not f.successor_in_preparation,
    "Add what has happened to the new edition.",
)
review_reason = Guard(
    "review_reason",
    "The reason for the review has not been chosen",
    lambda f: f.review_reason is not None,
)
review_complete = Guard(
    "review_complete",
    "The review form is not complete",
    lambda f: "review" in f.forms_complete,
)
screening_rerun = Guard(
    "screening_rerun",
    "The screening questions have not been answered again",
    lambda f: f.screening_rerun,
)
review_decided = Guard(
    "review_decided",
    "The review does not say yet what is to happen",
    lambda f: f.review_decision is not None,
)


def _not_risen(f: Facts) -> bool:
    if f.final_level is None or f.rescreened_level is None:
        return False
    return f.rescreened_level <= f.final_level


level_not_risen = Guard(
    "level_not_risen",
    "The new screening gives a higher level, so the policy cannot simply continue",
    _not_risen,
    'Return the review with "amend" in mind.',
)
no_unexplained_signal = Guard(
    "no_unexplained_signal",
    "A monitoring signal is adverse and not explained",
    lambda f: not f.unexplained_signal,
    "Explain it in the review, or amend the policy.",
)
adviser_on_review = Guard(
    "adviser_on_review",
    "The equality adviser has not signed the review",
    lambda f: f.adviser_signed or f.final_level not in {None, Level.HIGH},
    "Needed for a high level.",
)
closable = Guard(
    "closable",
    "Only a project or a decision can be closed",
    lambda f: f.closable,
    "Revoke or replace the policy instead.",
)


# --- The end of an edition ---------------------------------------------------------------

reference = Guard(
    "reference",
    "The legal or committee reference is missing",
    lambda f: f.reference_given,
)
ratified = Guard(
    "ratified",
    "An urgent revocation needs the meeting that is to ratify it",
    lambda f: f.ratify_by_given or not f.urgent_action,
    "Give the committee's next meeting.",
)
successor_concluded = Guard(
    "successor_concluded",
    "The later edition is neither published nor screened out",
    lambda f: f.successor_concluded,
)
