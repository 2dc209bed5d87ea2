"""The tests. They mirror the source; `support` holds the servers and tools that they use."""
