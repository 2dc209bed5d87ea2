"""What every command needs: its settings, its store, and errors shown as one clear line."""
