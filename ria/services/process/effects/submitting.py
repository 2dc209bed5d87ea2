"""The effects of submitting a form."""

from __future__ import annotations

from pydantic import JsonValue

from forms.answers.answers import visible_answers
from ria.services.process.context import TransitionContext
from ria.services.signoff.requests import ask_for_what_is_needed


def submitted(context: TransitionContext) -> None:
    """A decision is now due; ask for the signatures that it needs."""
    _purge_hidden(context)
    context.assessment.submitted_by = context.loaded.actor.id
    context.await_approval()
    ask_for_what_is_needed(context.unit, context.loaded, context.case)


def _purge_hidden(context: TransitionContext) -> None:
    """Delete the answers to questions that no longer apply when the form is submitted."""
    content = context.case.content
    if content is None:
        return
    visible = visible_answers(content.questions, content.answers)
    purged: dict[str, JsonValue] = {}
    for row in content.sections.values():
        hidden = {key: value for key, value in row.answers.items() if key not in visible}
        if hidden:
            row.answers = {key: v for key, v in row.answers.items() if key not in hidden}
            row.version += 1
            context.unit.save(row)
            purged |= hidden
    if purged:
        context.unit.record(
            context.loaded.policy.reference,
            "hidden_answers_purged",
            context.loaded.actor.ref,
            edition=context.assessment.edition,
            form=content.form,
            changed={key: [value, None] for key, value in purged.items()},
        )
