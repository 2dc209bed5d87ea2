"""Celery tasks that run the services of `ria` on a schedule."""
