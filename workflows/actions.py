"""The actions that can be taken on an assessment: their words on buttons and in the history."""

from enum import StrEnum


class Action(StrEnum):
    """One action of the process table. The value is what is stored."""

    START = "start"
    SUBMIT = "submit"
    APPROVE = "approve"
    PUBLISH = "publish"
    START_REVIEW = "start_review"
    RETURN = "return"
    TAKE_BACK = "take_back"
    RAISE_LEVEL = "raise_level"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    RECALL = "recall"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"
    COVER = "cover"
    CORRECT = "correct"
    AMEND_MINOR = "amend_minor"

    @property
    def label(self) -> str:
        """The action as a button names it."""
        return _LABELS[self]


_LABELS = {
    Action.START: "Start screening",
    Action.SUBMIT: "Submit for approval",
    Action.APPROVE: "Approve",
    Action.PUBLISH: "Publish",
    Action.START_REVIEW: "Start the review",
    Action.RETURN: "Return for changes",
    Action.TAKE_BACK: "Take back",
    Action.RAISE_LEVEL: "Raise the level",
    Action.REJECT: "Reject",
    Action.WITHDRAW: "Withdraw",
    Action.RECALL: "Recall to approval",
    Action.REVOKE: "Revoke",
    Action.SUPERSEDE: "Supersede",
    Action.COVER: "Cover by another policy",
    Action.CORRECT: "Correct",
    Action.AMEND_MINOR: "Make a minor amendment",
}
