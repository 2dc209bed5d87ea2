"""The guards: what an action needs first, each with its reason in plain words."""
