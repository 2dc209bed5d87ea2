"""Pages that show a person's pending work: the approver's desk and My work."""
