"""Passwords that are checked quickly: in use hashing is slow on purpose, in tests it only costs."""

from __future__ import annotations

from typing import NamedTuple

from passlib.hash import argon2


class Cost(NamedTuple):
    """What one hash costs: kibibytes of memory, rounds, and threads."""

    memory: int
    rounds: int
    threads: int


IN_USE = Cost(argon2.memory_cost, argon2.default_rounds, argon2.parallelism)
"""What the application's own configuration costs outside the tests."""

HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$4A3XbWEx85pcs0gSBKT2cA$MxBRELGzo3Qf5hdXRqykkAbf0g1+mjqyIOugwnvDpnI"
)
"""`demo-password-1`, at the tests' cost."""


def cheapen() -> None:
    """Hash at the least cost from now on, in this process."""
    cost = Cost(memory=8, rounds=1, threads=1)
    argon2.memory_cost, argon2.default_rounds, argon2.parallelism = cost
