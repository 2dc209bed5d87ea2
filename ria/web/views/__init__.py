"""The views. Each module makes one blueprint; the application registers those listed here."""

from __future__ import annotations

from flask import Blueprint

from ria.web.views import files, health, mails, policies, register, sign_in, statements, work

BLUEPRINTS: tuple[Blueprint, ...] = (
    register.pages,
    statements.pages,
    sign_in.pages,
    work.pages,
    policies.pages,
    mails.pages,
    health.pages,
    files.pages,
)
"""In the order of a visitor's way. A new module of views is added here and nowhere else."""
