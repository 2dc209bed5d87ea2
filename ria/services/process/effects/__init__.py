"""The effects of reaching a stage."""
