"""Which answers of an edition become public, which stay internal, and why, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from forms.answers.answers import seen
from forms.questions.question import Audience, Kind, Question
from ria.publishing.public import NAMELESS, Forms

WHY_NOT = {
    Audience.INTERNAL: "for the organisation alone",
    Audience.RESTRICTED: "restricted to those who work on it",
    Audience.PRIVILEGED: "legal advice: only that it was taken, and when, is public",
}
"""Why the answers for an audience are not published."""

WHY_NAMELESS = {
    Kind.PERSON: "a person is never named",
    Kind.FILE: "files stay inside",
    Kind.EVIDENCE: "cited sources are described apart, where they are public themselves",
}
"""Why answers of certain kinds are never published."""

NEVER = (
    "Names: a signature is a capacity and a day",
    "Reasons given with signatures, approvals, returns and conditions",
    "Comments, judgements of sections, and reasons for leaving what the quality check found",
    "Sources that are not public: they are only counted",
    "Mails, and the history of who did what",
)
"""What no publication contains, whatever the forms say."""


@dataclass(frozen=True)
class Listed:
    """One form: the questions whose answers are public, and the others with the reason for each."""

    title: str
    public: tuple[str, ...]
    inside: tuple[tuple[str, str], ...]


def inventory(forms: Forms) -> list[Listed]:
    """Divide the answered questions of every form by whether they are public."""
    found = []
    for form in forms.values():
        content = form.content
        answers = seen(content.questions, content.answers).answers
        asked = [q for q in content.questions.questions() if q.key in answers]
        reasons = [(question, why_inside(question)) for question in asked]
        found.append(
            Listed(
                title=content.questions.title,
                public=tuple(question.label for question, why in reasons if not why),
                inside=tuple((question.label, why) for question, why in reasons if why),
            )
        )
    return found


def why_inside(question: Question) -> str:
    """Return why the answers to a question are not published; empty if they are."""
    if question.audience is not Audience.PUBLIC:
        return WHY_NOT[question.audience]
    return WHY_NAMELESS[question.kind] if question.kind in NAMELESS else ""
