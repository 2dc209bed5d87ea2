"""What each mail says, to whom, and whether it is still needed."""
