"""Guards of every approval: what the approver confirms, and what they must answer in writing."""

from workflows.guards.guard import Guard

due_regard = Guard(
    "due_regard",
    "It is not confirmed that whoever approves had due regard themselves",
    lambda f: f.given.due_regard_confirmed,
    "Read the answers, then confirm it with the decision. Nobody can do this for you.",
)
disagreement_answered = Guard(
    "disagreement_answered",
    "A signature disagrees or defers, and has not been answered",
    lambda f: f.given.reason_given or not f.signoff.disagreement,
    "It is no veto. Say in writing why it is approved all the same.",
)
remarks_answered = Guard(
    "remarks_answered",
    "A section is judged “To fix”, or a comment is not dealt with",
    lambda f: f.given.reason_given or not f.signoff.remarks_open,
    "Say in writing why it is approved all the same, or return it.",
)
