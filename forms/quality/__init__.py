"""The quality checker: reviews a form before submission, as a careful adviser would."""
