"""The web: requests in, pages out. A view is form -> command -> redirect, or query -> render."""
