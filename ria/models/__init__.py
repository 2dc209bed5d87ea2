"""The tables, one module an aggregate. Importing this package knows them all."""

from ria.models.answers import SectionAnswers, StageForm, StoredSet
from ria.models.assessment import (
    Assessment,
    Contributor,
    DueRegard,
    InvitedContributor,
    StageChange,
)
from ria.models.calendar import CalendarFeed
from ria.models.consultation import Consultation, ConsultationState
from ria.models.decision import (
    Comment,
    Condition,
    Grade,
    Judgement,
    QualityOverride,
    SignatureKind,
    SignatureRequest,
    SignOff,
    Verdict,
)
from ria.models.disclosure import DisclosureCheck
from ria.models.evidence import Evidence, EvidenceKind
from ria.models.function import Function, FunctionPhase, PolicyFunction
from ria.models.history import HistoryEvent, HistoryHead, HistoryPayload
from ria.models.mail import MailState, Message, Reminder, Schedule
from ria.models.monitoring import MonitoringReport, PublishedReport, ReportKind
from ria.models.notice import ConsultationNotice
from ria.models.once import Counter, IdempotencyToken
from ria.models.people import Committee, Meeting, RoleGrant, Setting, Unit, User
from ria.models.policy import (
    Operation,
    Policy,
    PolicyText,
    PolicyTextNote,
    StoredFile,
    SubjectType,
)
from ria.models.publication import Publication, PublicationKind
from ria.models.reminding import HeldRun, Naming, ReminderPause
from ria.models.reviews import (
    Amendment,
    CarriedForm,
    EditionEnd,
    Ratification,
    Review,
    ReviewCause,
)

__all__ = [
    "Amendment",
    "Assessment",
    "CalendarFeed",
    "CarriedForm",
    "Comment",
    "Committee",
    "Condition",
    "Consultation",
    "ConsultationNotice",
    "ConsultationState",
    "Contributor",
    "Counter",
    "DisclosureCheck",
    "DueRegard",
    "EditionEnd",
    "Evidence",
    "EvidenceKind",
    "Function",
    "FunctionPhase",
    "Grade",
    "HeldRun",
    "HistoryEvent",
    "HistoryHead",
    "HistoryPayload",
    "IdempotencyToken",
    "InvitedContributor",
    "Judgement",
    "MailState",
    "Meeting",
    "Message",
    "MonitoringReport",
    "Naming",
    "Operation",
    "Policy",
    "PolicyFunction",
    "PolicyText",
    "PolicyTextNote",
    "Publication",
    "PublicationKind",
    "PublishedReport",
    "QualityOverride",
    "Ratification",
    "Reminder",
    "ReminderPause",
    "ReportKind",
    "Review",
    "ReviewCause",
    "RoleGrant",
    "Schedule",
    "SectionAnswers",
    "Setting",
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
