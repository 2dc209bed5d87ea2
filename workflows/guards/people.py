"""Guards on the actor: what they contributed to, were trained for, or submitted."""

from workflows.guards.guard import Guard

no_contributor = Guard(
    "no_contributor",
    "You contributed to this form, so someone else must decide",
    lambda f: not f.actor.is_contributor,
    "Ask a colleague who saved no answer or evidence in it. If there is nobody, the administrator "
    "can add an approver from outside, with a reason.",
)
training = Guard(
    "training",
    "Your equality training is missing or out of date",
    lambda f: f.actor.training_rule == "warn" or f.actor.training_current,
    "Take the training, or ask a trained deputy to submit.",
)
submitter = Guard(
    "submitter",
    "Only the person who submitted this can take it back",
    lambda f: f.actor.is_submitter,
)
nobody_signed = Guard(
    "nobody_signed",
    "Somebody has already signed, so it can no longer be taken back",
    lambda f: not f.road.signed_since_submission,
    "Ask the Strategy Unit to return it.",
)
