"""Looks over the answers of a form before it is submitted, as a careful adviser would."""
