"""The guards: what an action requires, each with its reason in plain words."""
