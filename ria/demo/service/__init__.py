"""The demonstration's processes, its time and its data directory."""
