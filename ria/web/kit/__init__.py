"""What every page needs: rendering, forms, lists, redirects, caching."""
