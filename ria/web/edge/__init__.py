"""Where a request enters and an error leaves: headers, forgery, error pages, health."""
