"""RIA: race-equality impact assessment of an organisation's policies."""

__version__ = "0.1.0"
