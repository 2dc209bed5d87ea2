"""Who may see and do what: people, subjects, rules, and the map from permissions to rules."""
