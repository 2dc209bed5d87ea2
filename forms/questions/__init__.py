"""Questions as data: the model of a set, how sets are loaded, and how they are checked."""
