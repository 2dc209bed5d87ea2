"""What every command needs: loading what it is about, its errors, and having effect once."""
