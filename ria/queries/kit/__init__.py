"""What every list needs: pages of rows, shortened texts."""
