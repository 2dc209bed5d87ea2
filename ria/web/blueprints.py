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

VIEWS = (
    register, public_reports, notices, compare, statements, sign_in, passwords, work, policies,
    handover, registration, entry, overdue, functions, tasks, sections, check, quality, whole_form,
    publishing, contributors, desk, decision, remarks, signatures, conditions, ratification,
    consultation, reports, agenda, actions, amendments, editions, evidence, downloads, absence,
    calendar, accounts, places, settings, mails, reminders, health, files,
)  # fmt: skip
"""The modules, in the order of a visitor's way. A new one is added here and nowhere else."""

BLUEPRINTS: tuple[Blueprint, ...] = tuple(module.pages for module in VIEWS)
