"""The record that proves itself: one command, one transaction, one link in a chain."""

from ria.history.unit_of_work import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work

__all__ = ["ORGANISATION", "SYSTEM", "UnitOfWork", "unit_of_work"]
