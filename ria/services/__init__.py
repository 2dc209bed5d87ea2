"""Commands: what people and the clock do. One call, one transaction, ids in, never rows."""
