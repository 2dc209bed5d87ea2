"""From what a policy's file in `answers/` says of it to complete answers of every form."""
