"""From a policy's file in `answers/` to complete answers in every form."""
