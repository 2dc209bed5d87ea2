"""The demonstration: everything on one machine, with accounts and policies to play with."""
