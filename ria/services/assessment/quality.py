"""Override a finding of the quality checker, with a reason that the approver will read."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import QualityOverride
from ria.permissions.map import Permission
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.assessment.quality import Noted, noted
from ria.services.kit.errors import Invalid, NotFound, Stale, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from workflows.stages import APPROVAL, form_name

SHORTEST_REASON = 20
LONGEST_REASON = 2_000


def override_finding(
    store: Store,
    *,
    assessment_id: int,
    form: str,
    finding: str,
    place: str,
    actor_id: int,
    reason: str,
    token: str,
) -> None:
    """Override one finding with a reason; given again, the newer reason counts.

    `finding` and `place` are those of `ria.queries.assessment.quality.Noted`. Raises `Invalid` at
    `reason` for fewer than 20 characters, `Stale` if the finding no longer exists, `Unmet` if the
    form is closed, `Forbidden`, `NotFound`, `Taken`.
    """
    body = [assessment_id, form, finding, place, reason]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.ANSWERS_EDIT)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        content = _open_form(unit, case, form)
        found = _the_finding(unit, case, content, finding, place)
        if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
            raise Invalid("reason", _LENGTH)
        _write(unit, case, content, found, reason.strip())
        remember(unit, case.actor.id, token, body, "left")


_LENGTH = (
    f"Say in {SHORTEST_REASON} to {LONGEST_REASON:,} characters why the answer is right as it is."
)


def _open_form(unit: UnitOfWork, case: Loaded, form: str) -> FormContent:
    content = form_content(unit.session, unit.store.sets, case.assessment_id, form)
    if content is None:
        raise NotFound
    stage = case.assessment.stage
    if stage in APPROVAL or form_name(stage) != form:
        raise Unmet("This form is closed: it can be changed only while it is being filled in.")
    return content


def _the_finding(
    unit: UnitOfWork, case: Loaded, content: FormContent, finding: str, place: str
) -> Noted:
    for one in noted(unit.session, case.assessment_id, content, unit.today):
        if (one.finding.id, one.place) == (finding, place):
            return one
    raise Stale("The answer has changed since you opened this page. Look at what is found now.")


def _write(unit: UnitOfWork, case: Loaded, content: FormContent, found: Noted, reason: str) -> None:
    row = found.override or QualityOverride(
        assessment_id=case.assessment_id,
        form=content.form,
        finding=found.finding.id,
        place=found.place,
        reason=reason,
        author_id=case.actor.id,
        at=unit.now,
    )
    row.reason, row.author_id, row.at = reason, case.actor.id, unit.now
    unit.save(row)
    case.record(
        unit,
        "finding_left",
        form=content.form,
        finding=found.finding.id,
        place=found.place,
        found=found.finding.reason,
        reason=reason,
    )
