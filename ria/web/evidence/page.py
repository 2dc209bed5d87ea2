"""How sources are named on pages, and two people's texts of one source side by side."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.answers.display import blocks
from forms.pages.page import PageForm
from forms.questions.question import Audience
from ria.models import EvidenceKind
from ria.web.kit.conflict import Difference

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


def differences(filled: PageForm, stored: Mapping[str, JsonValue]) -> tuple[Difference, ...]:
    """What the form says differently from what is stored."""
    yours = filled.answers()
    return tuple(
        Difference(
            field.question.key,
            field.question.label,
            blocks(field.question, stored.get(field.name), {}),
            blocks(field.question, yours.get(field.name), {}),
        )
        for field in filled.question_fields
        if stored.get(field.name) != yours.get(field.name) and field.name != "file"
    )
