"""Guards on the input of an action: its reason, its dates, and what it names."""

from workflows.guards.guard import Guard

reason = Guard(
    "reason", "A reason is needed", lambda f: f.given.reason_given, "Say why, in a sentence or two."
)
return_target = Guard(
    "return_target",
    "The stage it should go back to has not been chosen",
    lambda f: f.given.return_to is not None,
)
visited = Guard(
    "visited",
    "This assessment has not been through the stage you chose",
    lambda f: f.given.return_to in f.road.visited,
    "Choose a stage it has already been in.",
)
return_due = Guard(
    "return_due",
    "The day the changes are due is missing",
    lambda f: f.given.return_due_given,
    "Give a day the author can reasonably meet.",
)
next_due = Guard(
    "next_due",
    "The policy operates or was assessed before, so it needs a day for its next assessment",
    lambda f: f.given.next_due_given or not (f.road.operating or f.road.earlier_edition),
)
new_fact = Guard(
    "new_fact",
    "What has become known since the approval is missing",
    lambda f: f.given.new_fact_given,
    "An approval is recalled only for a new fact. Write it down.",
)
came_from = Guard(
    "came_from",
    "It is not known which approval this came from",
    lambda f: f.road.came_from is not None,
)
parent = Guard(
    "parent",
    "The policy whose assessment covers this one has not been named",
    lambda f: f.given.parent_given,
)
adds_no_decision = Guard(
    "adds_no_decision",
    "It is not yet explained why this policy adds no decision that affects people",
    lambda f: f.given.reason_given,
    "Say how the other policy already settles everything that touches people.",
)
