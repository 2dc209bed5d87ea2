"""The process as a policy officer would tell it: stages, actions, guards, dates and reminders."""
