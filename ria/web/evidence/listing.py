"""The list of sources: its columns, search and filters."""

from __future__ import annotations

from urllib.parse import quote

from ria.models import EvidenceKind
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.evidence.evidence import (
    EvidenceFilters,
    EvidenceLine,
    areas,
    evidence_list,
    is_old,
)
from ria.queries.kit.paging import From, Slice
from ria.web.evidence.page import AUDIENCES, KINDS
from ria.web.kit.forms import today
from ria.web.kit.listing import Asked, Cell, Column, Filter, Listing
from ria.web.kit.paging import member
from ria.web.kit.templating import readable
from ria.web.request.access import signed_in
from ria.web.request.session import read_session

NO_POLICY = -1
"""An id that no policy has, for a filter that should match nothing."""


def _lines(asked: Asked, start: From) -> Slice[EvidenceLine]:
    wanted = asked["policy"]
    policy = policy_by_reference(read_session(), wanted) if wanted else None
    filters = EvidenceFilters(
        words=asked["words"],
        kind=member(EvidenceKind, asked["kind"]),
        area=asked["area"],
        policy_id=(policy.id if policy else NO_POLICY) if wanted else None,
    )
    return evidence_list(read_session(), signed_in(), filters, start)


def _source(line: EvidenceLine) -> Cell:
    tags = [("Superseded", "yellow")] if line.is_superseded else []
    if line.audience in ("restricted", "privileged"):
        tags.append((readable(line.audience), "red"))
    below = (f"{line.ref}, {line.source}",)
    return Cell(line.title, href=f"/evidence/{line.ref}", below=below, tags=tuple(tags))


def _as_of(line: EvidenceLine) -> Cell:
    tags = (("Over 5 years old", "orange"),) if is_old(line.as_of, today()) else ()
    return Cell(line.as_of or "No day given", tags=tags)


LISTING = Listing(
    title="Evidence",
    singular="source",
    address="/evidence",
    lead="Sources that assessments rest on. Each is described once and can be cited in many.",
    filters=(
        Filter("words", "Search", "Words of the title, source or finding, or a reference"),
        Filter("kind", "Kind", every="All kinds",
               options=lambda: [(kind.value, name) for kind, name in KINDS.items()]),
        Filter("area", "Area", every="All areas",
               options=lambda: [(a, a) for a in areas(read_session(), signed_in())]),
        Filter("policy", "Policy", "Its reference"),
    ),
    columns=(
        Column("Source", _source),
        Column("Kind", lambda line: KINDS[line.kind]),
        Column("Covers", lambda line: Cell(line.area, below=(line.period,))),
        Column("As of", _as_of),
        Column("Added for", lambda line: Cell(line.policy, href=f"/policies/{quote(line.policy)}")),
    ),
    more=(
        Column("Reference", lambda line: line.ref),
        Column("Made by", lambda line: line.source),
        Column("Period", lambda line: line.period),
        Column("Who may see it", lambda line: AUDIENCES[line.audience]),
    ),
    lines=_lines,
    empty=(
        "The bank is empty",
        "A source is added from the page of the policy that it is first needed for.",
    ),
)  # fmt: skip
