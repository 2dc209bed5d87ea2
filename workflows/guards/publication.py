"""Guards of publication, and of small changes to what is published."""

from workflows.guards.guard import Guard

MAX_SUMMARY_WORDS = 150

publication_complete = Guard(
    "publication_complete",
    "The publication form is not complete",
    lambda f: f.publication.complete,
    "It needs a plain summary, the intent, date and level of the assessment, a contact, "
    "and how to challenge it.",
)
summary_short = Guard(
    "summary_short",
    f"The plain summary must have between 1 and {MAX_SUMMARY_WORDS} words",
    lambda f: 1 <= f.publication.summary_words <= MAX_SUMMARY_WORDS,
)
conditions_met = Guard(
    "conditions_met",
    "A condition that the committee set for before publication is not met",
    lambda f: f.publication.conditions_met,
    "Its owner marks it as met.",
)
disclosure_checked = Guard(
    "disclosure_checked",
    "The disclosure check is not signed",
    lambda f: f.publication.disclosure_checked,
    "Somebody in the Strategy Unit who wrote none of it reads the preview and signs that nobody "
    "can be recognised. A later change voids it.",
)
ratification_not_refused = Guard(
    "ratification_not_refused",
    "The committee did not ratify what its chair agreed to",
    lambda f: not f.road.ratification_refused,
    "Recall it to approval and get the committee's decision.",
)
no_judgement_changed = Guard(
    "no_judgement_changed",
    "A correction may not change a judgement",
    lambda f: f.given.no_judgement_changed,
    "Start a review instead.",
)
correction_notice = Guard(
    "correction_notice",
    "The public correction notice is missing",
    lambda f: f.given.correction_notice_given,
)
amendment_proposed = Guard(
    "amendment_proposed",
    "The owner has not proposed this amendment",
    lambda f: f.amendment.proposed,
)
limbs_unchanged = Guard(
    "limbs_unchanged",
    'The three questions about the equality duty are not all answered "no change"',
    lambda f: f.amendment.limbs_unchanged,
    "If something changes, start a review instead.",
)
difference_attached = Guard(
    "difference_attached",
    "The difference between the old and the new text is not attached",
    lambda f: f.amendment.difference_attached,
)
