"""The demonstration: everything on one machine, with accounts and policies to try out."""
