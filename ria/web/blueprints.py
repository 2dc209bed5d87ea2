"""The views. Each module makes one blueprint; the application registers those listed here."""

from __future__ import annotations

from flask import Blueprint

from ria.web.accounts import absence, accounts, handover, passwords, sign_in
from ria.web.assessment import check, contributors, quality, sections, tasks, whole_form
from ria.web.committees import agenda, ratification
from ria.web.consultation import consultation, notices
from ria.web.deadlines import calendar, overdue, reminders
from ria.web.desk import desk, work
from ria.web.edge import health
from ria.web.evidence import downloads, evidence, files
from ria.web.mail import mails
from ria.web.monitoring import public_reports, reports
from ria.web.organisation import functions, places, settings
from ria.web.process import actions, amendments, decision, remarks
from ria.web.publication import compare, publishing, register, statements
from ria.web.register import editions, entry, policies, registration
from ria.web.signoff import conditions, signatures

BLUEPRINTS: tuple[Blueprint, ...] = (
    register.pages,
    public_reports.pages,
    notices.pages,
    compare.pages,
    statements.pages,
    sign_in.pages,
    passwords.pages,
    work.pages,
    policies.pages,
    handover.pages,
    registration.pages,
    entry.pages,
    overdue.pages,
    functions.pages,
    tasks.pages,
    sections.pages,
    check.pages,
    quality.pages,
    whole_form.pages,
    publishing.pages,
    contributors.pages,
    desk.pages,
    decision.pages,
    remarks.pages,
    signatures.pages,
    conditions.pages,
    ratification.pages,
    consultation.pages,
    reports.pages,
    agenda.pages,
    actions.pages,
    amendments.pages,
    editions.pages,
    evidence.pages,
    downloads.pages,
    absence.pages,
    calendar.pages,
    accounts.pages,
    places.unit_pages,
    places.committee_pages,
    settings.pages,
    mails.pages,
    reminders.pages,
    health.pages,
    files.pages,
)
"""In the order of a visitor's way. A new module of views is added here and nowhere else."""
