"""The tamper-evident history: every command is one transaction and adds to a hash chain."""

from ria.history.unit_of_work import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work

__all__ = ["ORGANISATION", "SYSTEM", "UnitOfWork", "unit_of_work"]
