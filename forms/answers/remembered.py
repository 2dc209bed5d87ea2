"""Remember what follows from a question set and its answers, so that it is worked out once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TypeVar

from forms.questions.question import Answers, QuestionSet

T = TypeVar("T")

MOST = 512
"""Results kept for each function. A result is shared by all who ask, so nobody may change it."""


@dataclass(frozen=True)
class _Asked:
    """Equal where set and answers are. JSON tells 1 from true, and keeps the order of the keys."""

    set_hash: str
    answers_json: str
    question_set: QuestionSet = field(compare=False)


def remembered(
    work_out: Callable[[QuestionSet, Answers], T],
) -> Callable[[QuestionSet, Answers], T]:
    """The function, remembering its results by (hash of the set, answers).

    A set without a hash is a page's form, made for one request: nothing is kept for it.
    """

    @lru_cache(MOST)
    def found(asked: _Asked) -> T:
        # Read back from JSON, the result shares nothing with what the caller goes on to change.
        return work_out(asked.question_set, json.loads(asked.answers_json))

    @wraps(work_out)
    def recall(question_set: QuestionSet, answers: Answers) -> T:
        if not question_set.hash:
            return work_out(question_set, answers)
        told = json.dumps(answers, ensure_ascii=False)
        return found(_Asked(question_set.hash, told, question_set))

    return recall


def remembered_of_set(work_out: Callable[[QuestionSet], T]) -> Callable[[QuestionSet], T]:
    """The function, remembering its results by the hash of the set."""

    @lru_cache(MOST)
    def found(asked: _Asked) -> T:
        return work_out(asked.question_set)

    @wraps(work_out)
    def recall(question_set: QuestionSet) -> T:
        if not question_set.hash:
            return work_out(question_set)
        return found(_Asked(question_set.hash, "", question_set))

    return recall
