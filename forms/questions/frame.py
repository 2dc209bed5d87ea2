"""A frame, as data: the law on equality as it stood at one time.

It defines the strands, which limbs of the duty apply to each, the groups asked about, the outcomes,
the lawful grounds for treating people differently, the names of the roles, and whether committees
decide.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from forms.questions.conditions import StrictModel
from forms.questions.question import Key, Strand


class Group(StrictModel):
    """A group of a strand. `broad`: the broad group it folds into.
    `counted_in`: the group that official figures count it under, where they have no own row."""

    value: Key
    label: str
    hint: str = ""
    broad: str = ""
    counted_in: str = ""


class Limb(StrictModel):
    """One limb of the duty, worded as the question asked about each group."""

    key: Key
    name: str
    question: str
    hint: str


class FrameStrand(Strand):
    """A strand with the groups asked about and the words used on its page."""

    about: str
    groups: tuple[Group, ...] = Field(min_length=1)
    groups_hint: str = ""
    effects_example: str


class Outcome(StrictModel):
    """One of the four ways an assessment can end."""

    value: Key
    label: str
    meaning: str


class LegalBasis(StrictModel):
    """A ground on which the law lets people be treated differently."""

    value: Key
    label: str
    hint: str = ""


class Frame(StrictModel):
    """A frame as read from `sets/frames/<key>.yaml`, or `<key>.<edition>.yaml` from the second on.

    Each question set is bound to the wording of one edition. `words` are legal terms that texts can
    refer to.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    edition: int = Field(default=1, ge=1)
    title: str
    law: str
    valid_from: date
    valid_to: date | None = None
    classification: str
    committees: bool
    role_labels: dict[str, str]
    words: dict[str, str] = Field(default_factory=dict)
    limbs: tuple[Limb, ...] = Field(min_length=1)
    broad_groups: tuple[Group, ...]
    not_stated: Group
    strands: tuple[FrameStrand, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...]
    legal_bases: tuple[LegalBasis, ...] = ()

    @property
    def name(self) -> str:
        """The name by which sets and files refer to it: the key, later with the edition."""
        return self.key if self.edition == 1 else f"{self.key}.{self.edition}"

    def strand(self, key: str) -> FrameStrand:
        """The strand of this key; raises `KeyError`."""
        for strand in self.strands:
            if strand.key == key:
                return strand
        raise KeyError(key)
