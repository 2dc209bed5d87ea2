"""The tests. They mirror the source; `support` holds what they stand on."""
