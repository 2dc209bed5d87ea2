"""The process as a picture: a Mermaid state diagram drawn from the table itself.

To stay readable, it draws one arrow for an action that is possible at every open stage, or at every
approval of one, and puts returns to earlier stages into a note.
"""

from collections.abc import Iterable

from workflows.actions import Action
from workflows.process import PROCESS, Row
from workflows.stages import OPEN, OWN_STAGE, Stage

BEGIN = "<!-- process:begin -->"
END = "<!-- process:end -->"

_GROUP = "open_edition"
_GROUPED = {
    Action.WITHDRAW: "withdraw, at any stage",
    Action.REJECT: "reject, at any approval",
}


def mermaid() -> str:
    """The diagram's text, always the same for the same table, ending with a newline."""
    inside = [row for row in PROCESS if {row.source, row.target} <= OPEN]
    outside = [row for row in PROCESS if not {row.source, row.target} <= OPEN]
    lines = [
        "stateDiagram-v2",
        *(f'    state "{stage.label}" as {stage.value}' for stage in Stage if stage not in OPEN),
        f'    state "An open edition" as {_GROUP} {{',
        *(f'        state "{stage.label}" as {stage.value}' for stage in Stage if stage in OPEN),
        f"        [*] --> {Stage.REGISTERED.value}",
        *(f"        {arrow}" for arrow in _arrows(inside)),
        "    }",
        f"    note right of {_GROUP}",
        "        A return may also lead to an earlier stage that the edition has been through.",
        "    end note",
        *(f"    {arrow}" for arrow in _arrows(outside)),
        *(f"    {stage.value} --> [*]" for stage in Stage if not _leads_on(stage)),
    ]
    return "\n".join(lines) + "\n"


def embedded(text: str) -> str:
    """The text with the diagram put between its two markers. ValueError if a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The text needs the lines {BEGIN} and {END}, in this order")
    return f"{before}{BEGIN}\n```mermaid\n{mermaid()}```\n{END}{after}"


def _leads_on(stage: Stage) -> bool:
    return any(row.source == stage for row in PROCESS)


def _arrows(rows: Iterable[Row]) -> list[str]:
    """One arrow for each pair of stages, with everything that leads along it, in the table's
    order.
    """
    labels: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.action == Action.RETURN and row.target != OWN_STAGE[row.source]:
            continue
        source = _GROUP if row.action in _GROUPED else row.source.value
        known = labels.setdefault((source, row.target.value), [])
        if (label := _label(row)) not in known:
            known.append(label)
    return [
        f"{source} --> {target} : {', '.join(ways)}" for (source, target), ways in labels.items()
    ]


def _label(row: Row) -> str:
    if row.action in _GROUPED:
        return _GROUPED[row.action]
    word = row.action.value.replace("_", " ")
    told_apart = row.action == Action.APPROVE and row.when.label
    return f"{word} ({row.when.label})" if told_apart else word
