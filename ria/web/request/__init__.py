"""Who asks, what they may see, the session they read with, and the log of it."""
