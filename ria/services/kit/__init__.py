"""What every command needs: loading its objects, its errors, and having its effect once."""
