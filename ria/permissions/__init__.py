"""Who may see and do what: people and subjects, the rules about them, and the map from permissions
to rules.
"""
