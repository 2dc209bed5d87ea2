"""The quality checker: reviews the answers of a form before submission, as a careful adviser
would.
"""
