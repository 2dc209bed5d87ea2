"""The clock's hands: Celery tasks that say when, and leave what to `ria`."""
