"""Tables to and from other programs."""
