"""The typed model of a question set: what `registry.py` loads and everything else reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AliasChoices, Field, JsonValue, model_validator

from forms.questions.conditions import Condition, StrictModel
from forms.questions.origin import Chosen, Limit, Origin
from forms.questions.rule import RatingRule

Answers = Mapping[str, JsonValue]
"""The answers of one form as stored: question key to JSON. Unanswered = key absent."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
SectionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]

LONGEST_TEXT = 5_000
LONGEST_LINE = 200


class Kind(StrEnum):
    """The kind of an answer. `answers.py` describes how each is stored."""

    YES_NO = "yes_no"
    YES_NO_UNSURE = "yes_no_unsure"
    ONE = "one"
    MANY = "many"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    FILE = "file"
    TABLE = "table"
    PER_GROUP = "per_group"
    EVIDENCE = "evidence"


class Audience(StrEnum):
    """Who may see an answer, from everybody down to the lawyers and their client."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"
    PRIVILEGED = "privileged"

    @property
    def confidential(self) -> bool:
        """Whether the answer must not feed anything that others see."""
        return self in {Audience.RESTRICTED, Audience.PRIVILEGED}


class Option(StrictModel):
    """One choice. `score` feeds the rating; an `exclusive` one stands alone ("None of these")."""

    value: Key
    label: str = Field(min_length=1)
    hint: str = ""
    score: int | None = None
    exclusive: bool = False


YES_NO = (Option(value="yes", label="Yes", score=2), Option(value="no", label="No", score=0))
YES_NO_UNSURE = (*YES_NO, Option(value="unsure", label="Not sure", score=1))


class Valued(StrictModel):
    """Anything with a value that a condition can test."""

    key: Key
    kind: Kind
    options: tuple[Option, ...] = ()

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options offered, those of yes/no questions included."""
        if self.kind is Kind.YES_NO:
            return YES_NO
        return YES_NO_UNSURE if self.kind is Kind.YES_NO_UNSURE else self.options


class Taken(Valued):
    """A value from outside the form, under its own key beside the answers.

    Conditions and groups can depend on it. It is not an answer of this form, so `visible_answers`,
    the hash and exports leave it out.
    """

    origin: Origin = Field(validation_alias=AliasChoices("from", "origin"))


class Asked(Valued):
    """The common attributes of a question and of a column in a table or a group's fieldset."""

    label: str = Field(min_length=1)
    hint: str = ""
    missing: str = ""
    required: bool = True
    min_length: int = Field(default=0, ge=0)
    max_length: int | None = Field(default=None, ge=1)
    max_words: int | None = Field(default=None, ge=1)
    lines: int = Field(default=5, ge=1)
    minimum: int | None = None
    maximum: int | None = None
    show_if: Condition | None = None

    @property
    def longest(self) -> int:
        """The most characters a text may have."""
        return self.max_length or (LONGEST_LINE if self.lines == 1 else LONGEST_TEXT)

    @model_validator(mode="after")
    def _limits_in_order(self) -> Self:
        if self.min_length > self.longest:
            raise ValueError(f"min_length {self.min_length} is over max_length {self.longest}")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"minimum {self.minimum} is over maximum {self.maximum}")
        return self


class Column(Asked):
    """A column of a table, or one of the questions asked for every ticked group."""


class Question(Asked):
    """One question with its help and an example of a good answer.

    `rating`: its answer feeds the computed level. `judgement`: when answers are carried
    into a new edition this one is shown beside the old one and starts unanswered.
    `unticked` (many): what leaving an option out means, printed beside the chosen ones.
    `groups_from` (per_group): the question whose ticked options get a fieldset each, or
    another per_group question, of whose groups `groups_where` picks some; `groups` are all
    that can come. `groups_also`: a second question whose ticked options get one too. Without
    `groups_from` every one of `groups` is asked about.
    `evidence_kinds` (evidence): the kinds of source it offers; all of them if none is named.
    `required_if`: an optional question that becomes required while this holds.
    `limits` (number): narrower limits while a condition holds.
    `prefill`: carried forward, counts at once and is marked. `beside`: the old answer is
    shown beside this judgement, which starts unanswered.
    `afresh`: it belongs to one edition alone, like a response to a consultation. A new edition
    neither carries it forward nor shows it.
    """

    help: str
    example: str
    audience: Audience = Audience.INTERNAL
    rating: bool = False
    judgement: bool = False
    columns: tuple[Column, ...] = ()
    min_rows: int = Field(default=1, ge=0)
    max_rows: int = Field(default=50, ge=1, le=200)
    unticked: str = ""
    groups_from: str = ""
    groups_also: str = ""
    groups: tuple[Option, ...] = ()
    groups_where: Chosen | None = None
    evidence_kinds: tuple[str, ...] = ()
    required_if: Condition | None = None
    limits: tuple[Limit, ...] = ()
    prefill: Origin | None = None
    beside: Origin | None = None
    afresh: bool = False

    def column(self, key: str) -> Column | None:
        """The column of this key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)

    @model_validator(mode="after")
    def _rows_in_order(self) -> Self:
        if self.min_rows > self.max_rows:
            raise ValueError(f"min_rows {self.min_rows} is over max_rows {self.max_rows}")
        return self


class Section(StrictModel):
    """One page of a form. `shows_rating`: the page prints the computed level and why.
    `part`: the part of the form it belongs to, where a part can be complete by itself."""

    id: SectionId
    title: str = Field(min_length=1)
    intro: str = ""
    questions: tuple[Question, ...] = ()
    show_if: Condition | None = None
    shows_rating: bool = False
    strand: str = ""
    part: str = ""


class Strand(StrictModel):
    """A protected characteristic as the set knows it, with the limbs that apply to it."""

    key: Key
    label: str
    limbs: tuple[Key, ...]


class QuestionSet(StrictModel):
    """One version of one form under one frame, complete. `hash` covers everything else."""

    form: Key
    frame: str
    version: int = Field(ge=1)
    title: str = Field(min_length=1)
    strands: tuple[Strand, ...]
    takes: tuple[Taken, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    rating: RatingRule | None = None
    hash: str = ""

    def questions(self) -> Iterator[Question]:
        """Every question in the order asked, shown or not."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question:
        """The question of this key; raises `KeyError`."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions()}

    def section(self, section_id: str) -> Section:
        """The section of this id; raises `KeyError`."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def content(self) -> dict[str, Any]:
        """The set as canonical JSON data: what the hash covers.

        Defaults are left out, so a new optional attribute of the model does not
        change the hash of a set released before it existed.
        """
        return self.model_dump(mode="json", exclude={"hash"}, exclude_defaults=True)


def digest(content: Any) -> str:
    """SHA-256 over JSON data in one canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
