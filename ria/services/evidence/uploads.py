"""Store a file that answers a question, so that the answer can refer to it."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack

from ria.db.store import Store
from ria.history import unit_of_work
from ria.permissions.map import Permission
from ria.services.evidence.files import Upload, kept_file
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load


def keep_upload(
    store: Store, *, assessment_id: int, actor_id: int, upload: Upload, question: str, token: str
) -> str:
    """Store a file with the policy and return its key. Raises `Invalid` at `question`, `Forbidden`,
    `NotFound` or `Taken`.
    """
    digest = hashlib.sha256(upload.data).hexdigest()
    body = [assessment_id, question, upload.name, digest]
    # The exit stack closes after the commit: the file is kept only if its row was written.
    with ExitStack() as files, unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.ANSWERS_EDIT)
        before = done_before(unit, case.actor.id, token, body)
        if before is not None:
            return before
        assert case.policy.id is not None
        row = files.enter_context(kept_file(unit, case.policy.id, case.actor.id, upload, question))
        case.record(
            unit,
            "file_kept",
            question=question,
            name=row.name,
            size=row.size,
            sha256=digest,
        )
        remember(unit, case.actor.id, token, body, row.key)
        return row.key
