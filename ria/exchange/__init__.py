"""Tables to and from the programs that people keep them in."""
