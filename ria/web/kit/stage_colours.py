"""The colour of each stage's tag. The words carry the meaning; the colour is only an aid."""

from __future__ import annotations

from workflows.stages import APPROVAL, FORM_AT, Stage

_FILLED_IN, _AWAITS_DECISION, _OTHER = "blue", "yellow", "grey"

_OWN = {
    Stage.APPROVED: "turquoise",
    Stage.CURRENT: "green",
    Stage.SCREENED_OUT: "purple",
    Stage.COVERED: "purple",
    Stage.REJECTED: "red",
    Stage.REVOKED: "red",
}


def stage_colour(stage: str) -> str:
    """The design system's colour for this stage; grey for an unknown one."""
    if stage not in set(Stage):
        return _OTHER
    found = Stage(stage)
    if found in _OWN:
        return _OWN[found]
    if found in APPROVAL:
        return _AWAITS_DECISION
    return _FILLED_IN if found in FORM_AT else _OTHER
