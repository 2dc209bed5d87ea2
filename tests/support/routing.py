"""Routing rules compiled once a process, however many applications the tests make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def compile_rules_once() -> None:
    """Let alike rules share the function that builds their addresses. It is handed the rule it is
    called for, and depends on nothing else; rules with defaults are left alone."""
    compile_anew = Rule._compile_builder
    kept: dict[Any, Builder] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:
            return compile_anew(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_anew(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign,assignment]
