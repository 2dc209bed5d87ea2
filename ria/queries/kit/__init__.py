"""What every list needs: paging and shortened texts."""
