"""Guards of ending an edition that was in force."""

from workflows.guards.guard import Guard

reference = Guard(
    "reference",
    "The legal or committee reference is missing",
    lambda f: f.given.reference_given,
)
ratified = Guard(
    "ratified",
    "An urgent revocation needs the meeting that is to ratify it",
    lambda f: f.given.ratify_by_given or not f.given.urgent,
    "Give the committee's next meeting.",
)
successor_concluded = Guard(
    "successor_concluded",
    "The later edition is neither published nor screened out",
    lambda f: f.given.successor_concluded,
)
