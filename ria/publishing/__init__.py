"""What becomes public: snapshots that never change once they are made."""
