"""What an assessment and a review can conclude, and why a review is started."""

from enum import IntEnum, StrEnum


class Outcome(IntEnum):
    """The conclusion of an assessment, numbered as the form numbers it."""

    NO_CHANGE = 1
    ADJUST = 2
    CONTINUE = 3
    STOP = 4


class ReviewReason(StrEnum):
    """Why a review is started."""

    SCHEDULED = "scheduled"
    SIGNAL = "signal"
    COMPLAINT = "complaint"
    LAW = "law"
    INCIDENT = "incident"
    INSPECTION = "inspection"
    REQUEST = "request"


class ReviewDecision(StrEnum):
    """What a review concludes. CLOSE is for projects and decisions only."""

    CONTINUE = "continue"
    AMEND = "amend"
    REVOKE = "revoke"
    REPLACE = "replace"
    CLOSE = "close"
