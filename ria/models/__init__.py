"""The tables, one module for each aggregate. Importing this package registers them all."""

from ria.models.accounts.account import RoleGrant, User
from ria.models.assessment.answers import SectionAnswers, StageForm, StoredSet
from ria.models.assessment.assessment import (
    Assessment,
    Contributor,
    DueRegard,
    InvitedContributor,
    StageChange,
)
from ria.models.assessment.remarks import Comment, Grade, Judgement, QualityOverride
from ria.models.committees.meeting import Meeting
from ria.models.consultation.consultation import Consultation, ConsultationState
from ria.models.consultation.notice import ConsultationNotice
from ria.models.deadlines.calendar import CalendarFeed
from ria.models.deadlines.reminding import HeldRun, Naming, ReminderPause
from ria.models.deadlines.schedule import Reminder, Schedule
from ria.models.deadlines.target import ASSESSMENT, Target, target_of
from ria.models.evidence.evidence import Evidence, EvidenceKind
from ria.models.history.history import HistoryEvent, HistoryHead, HistoryPayload
from ria.models.kit.heartbeat import Heartbeat, Run
from ria.models.kit.idempotency import Counter, IdempotencyToken
from ria.models.kit.throttle import ThrottleCount
from ria.models.mail.mail import MailState, Message
from ria.models.monitoring.reports import MonitoringReport, PublishedReport, ReportKind
from ria.models.organisation.function import Function, FunctionPhase, PolicyFunction
from ria.models.organisation.organisation import Committee, Setting, Unit
from ria.models.publication.disclosure import DisclosureCheck
from ria.models.publication.publication import Publication, PublicationKind
from ria.models.register.policy import (
    Operation,
    Policy,
    PolicyText,
    PolicyTextNote,
    StoredFile,
    SubjectType,
)
from ria.models.review.reviews import (
    Amendment,
    CarriedForm,
    EditionEnd,
    Ratification,
    Review,
    ReviewCause,
)
from ria.models.signoff.signature import Condition, SignatureRequest, SignOff, Verdict
from workflows.signatures import SignatureKind

__all__ = [
    "ASSESSMENT",
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
    "Heartbeat",
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
    "Run",
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
    "Target",
    "ThrottleCount",
    "Unit",
    "User",
    "Verdict",
    "target_of",
]
