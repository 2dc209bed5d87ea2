"""What every command needs: its settings and store, and errors as one clear line."""
