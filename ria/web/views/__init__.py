"""The views. Each module makes one blueprint; the application registers those listed here."""

from __future__ import annotations

from flask import Blueprint

from ria.web.views import (
    accounts,
    actions,
    away,
    check,
    decision,
    desk,
    downloads,
    evidence,
    files,
    health,
    mails,
    passwords,
    people_of,
    places,
    policies,
    register,
    registration,
    remarks,
    sections,
    settings,
    sign_in,
    signatures,
    statements,
    tasks,
    whole_form,
    work,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    register.pages,
    statements.pages,
    sign_in.pages,
    passwords.pages,
    work.pages,
    policies.pages,
    registration.pages,
    tasks.pages,
    sections.pages,
    check.pages,
    whole_form.pages,
    people_of.pages,
    desk.pages,
    decision.pages,
    remarks.pages,
    signatures.pages,
    actions.pages,
    evidence.pages,
    downloads.pages,
    away.pages,
    accounts.pages,
    places.pages,
    settings.pages,
    mails.pages,
    health.pages,
    files.pages,
)
"""In the order of a visitor's way. A new module of views is added here and nowhere else."""
