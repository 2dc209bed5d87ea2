"""The edge of the application: response headers, CSRF protection, error pages, health checks."""
