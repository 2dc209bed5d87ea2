"""The names of the kinds and audiences of sources on pages."""

from __future__ import annotations

from forms.questions.question import Audience
from ria.models import EvidenceKind

KINDS = {
    EvidenceKind.STATISTICS: "Figures",
    EvidenceKind.SURVEY: "Survey",
    EvidenceKind.RESEARCH: "Research",
    EvidenceKind.CONSULTATION: "Consultation",
    EvidenceKind.COMPLAINTS: "Complaints or incidents",
    EvidenceKind.INSPECTION: "Inspection or inquiry",
    EvidenceKind.EXPERIENCE: "Experience of staff",
    EvidenceKind.OTHER: "Other",
}

AUDIENCES = {
    Audience.PUBLIC: "The public",
    Audience.INTERNAL: "Everybody with an account",
    Audience.RESTRICTED: "Only those who may read the policy's drafts",
    Audience.PRIVILEGED: "Only legal advisers",
}
