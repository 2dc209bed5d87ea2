"""The tables, one module an aggregate. Importing this package knows them all."""

from ria.models.answers import SectionAnswers, StageForm, StoredSet
from ria.models.assessment import Assessment, Contributor, StageChange
from ria.models.decision import (
    Comment,
    Grade,
    Judgement,
    SignatureKind,
    SignatureRequest,
    SignOff,
    Verdict,
)
from ria.models.history import HistoryEvent, HistoryHead, HistoryPayload
from ria.models.mail import MailState, Message, Reminder, Schedule
from ria.models.once import Counter, IdempotencyToken
from ria.models.people import Committee, RoleGrant, Unit, User
from ria.models.policy import Operation, Policy, PolicyText, StoredFile, SubjectType
from ria.models.publication import Publication, PublicationKind

__all__ = [
    "Assessment",
    "Comment",
    "Committee",
    "Contributor",
    "Counter",
    "Grade",
    "HistoryEvent",
    "HistoryHead",
    "HistoryPayload",
    "IdempotencyToken",
    "Judgement",
    "MailState",
    "Message",
    "Operation",
    "Policy",
    "PolicyText",
    "Publication",
    "PublicationKind",
    "Reminder",
    "RoleGrant",
    "Schedule",
    "SectionAnswers",
    "SignOff",
    "SignatureKind",
    "SignatureRequest",
    "StageChange",
    "StageForm",
    "StoredFile",
    "StoredSet",
    "SubjectType",
    "Unit",
    "User",
    "Verdict",
]
