"""Questions as data, and their rendering as pages."""
