"""What becomes public: snapshots, frozen when they are made."""
