"""What each mail says, to whom it goes, and whether it is still needed."""
