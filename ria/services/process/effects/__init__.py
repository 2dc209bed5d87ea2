"""What reaching a stage brings about."""
