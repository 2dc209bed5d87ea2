"""Keys that no question may have, because a form object already uses them.

A question with such a key would hide an attribute of its form class, or collide with a name that
the page itself posts. A test compares this list with the attributes that the form class really has.
"""

from __future__ import annotations

RESERVED = frozenset(
    {
        # attributes of a form and of its base classes
        "answers", "choices", "csrf_token", "data", "errors", "form_errors",
        "has_uploads", "hidden_tag", "is_submitted", "keeps_short", "meta", "populate_obj",
        "post_process", "problems", "process", "question_fields", "rearranged", "section",
        "set", "stored", "top_fields", "uploads", "validate",
        "validate_on_submit",
        # names the page posts beside the questions
        "action", "add", "back", "continue", "find", "idempotency_token", "next", "remove", "save",
        "seen", "submit", "then", "token", "version",
    }
)  # fmt: skip
